import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const BINARY = fileURLToPath(new URL('../bin/rollcall.js', import.meta.url))

/** What a command did. */
export interface Ended {
  status: number | null
  stdout: string
  stderr: string
}

/** A command under way. */
export interface Running {
  child: ChildProcess
  /** Resolves when this text has been written, to either stream. */
  says(text: string | RegExp): Promise<void>
  ended: Promise<Ended>
}

interface Surroundings {
  env?: Record<string, string>
  cwd?: string
  input?: string
}

/** Runs `rollcall` as a process of its own, with pipes on all sides. */
export function rollcall(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  return startRollcall(args, surroundings).ended
}

/** The same, to be watched and interrupted. */
export function startRollcall(args: readonly string[], surroundings: Surroundings = {}): Running {
  const running = watch(spawn(process.execPath, [BINARY, ...args], options(surroundings)))
  running.child.stdin?.end(surroundings.input ?? '')
  return running
}

/** Runs `rollcall` in a terminal, where standard output and error are one; `says`, then type. */
export function openTerminal(
  args: readonly string[],
  surroundings: Surroundings = {},
): Running & { type(keys: string): void } {
  const command = [process.execPath, BINARY, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
  // A terminal that nobody looks at has no size, and questions break their lines at every letter.
  const sized = `stty columns 120 rows 40; exec ${command}`
  const running = watch(spawn('script', ['-qec', sized, '/dev/null'], options(surroundings)))
  return { ...running, type: (keys) => void running.child.stdin?.write(keys) }
}

// Nothing of the settings of whoever runs the tests.
function options({ env = {}, cwd }: Surroundings) {
  return { env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', ...env }, cwd }
}

function watch(child: ChildProcess): Running {
  const written = { stdout: '', stderr: '' }
  const waiting = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
      for (const look of waiting) look()
    })
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, ...written }))
  })
  return {
    child,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const all = written.stdout + written.stderr
          if (typeof text === 'string' ? !all.includes(text) : !text.test(all)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
        void ended.then(() => reject(new Error(`It ended without "${text}":\n${written.stdout}${written.stderr}`)))
      }),
  }
}
