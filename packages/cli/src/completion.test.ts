import { expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { rollcall } from './testing.ts'

const run = promisify(execFile)

async function completed(...words: string[]): Promise<string[]> {
  const { stdout } = await rollcall(['complete', '--', ...words])
  return stdout.split('\n').flatMap((line) => line.split('\t')[0] || [])
}

test('commands, options and their values are completed', async () => {
  expect(await completed('imp')).toEqual(['import', 'imports'])
  expect(await completed('import', '--inv')).toEqual(['--invites'])
  expect(await completed('import', 'people.csv', '--mode', 'add-o')).toEqual(['add-only'])
  expect(await completed('import', 'people.csv', '--on-row-error', '')).toEqual(['skip-row', 'abort'])
  expect(await completed('completion', '')).toEqual(['bash', 'zsh', 'fish'])
})

test('where a file may stand the shell is left to it', async () => {
  expect(await completed('import', '')).toEqual([])
  expect(await completed('import', 'people.csv', '--refused', '')).toEqual([])
})

test('bash completes with it, and evaluates nothing that was typed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-cli-'))
  try {
    await symlink(fileURLToPath(new URL('../bin/rollcall.js', import.meta.url)), join(folder, 'rollcall'))
    const script = `source <(rollcall completion bash)
      complete -p rollcall
      COMP_WORDS=(rollcall import '$(touch evaluated)' --inv); COMP_CWORD=3; _rollcall; echo "\${COMPREPLY[@]}"`
    await writeFile(join(folder, 'try.sh'), script)
    const env = { PATH: [folder, process.env['PATH']].join(delimiter) }
    const { stdout } = await run('bash', ['--norc', 'try.sh'], { cwd: folder, env })
    expect(stdout).toBe('complete -o default -F _rollcall rollcall\n--invites\n')
    await expect(run('cat', [join(folder, 'evaluated')])).rejects.toThrow('No such file')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a shell that is not known is refused', async () => {
  expect(await rollcall(['completion', 'tcsh'])).toMatchObject({ status: 64 })
})
