import type { schema } from '@rollcall/sdk'
import { note } from './print.ts'

/** Shows how far an import is. */
export interface ProgressView {
  show(progress: schema.ImportProgress): void
  /** Takes the bar away, so that what follows stands on a line of its own. */
  end(): void
}

const PHASES: Record<schema.ImportPhase, string> = {
  WAITING: 'waiting',
  QUEUED: 'waiting for a worker',
  APPLYING: 'applying',
  DEACTIVATING: 'deactivating',
  DONE: 'done',
}
const BAR_CELLS = 24
const CLEAR_LINE = '\r\u001b[2K'
const LINE_EVERY_MS = 5_000
const LINE_EVERY_PERCENT = 10

/** A bar on a terminal, plain lines in a pipe. */
export function openProgress(): ProgressView {
  return process.stderr.isTTY ? progressBar() : progressLines()
}

/** For whoever wants to see nothing of it. */
export const noProgress: ProgressView = { show() {}, end() {} }

function progressBar(): ProgressView {
  return {
    show(progress) {
      const filled = Math.round((progress.percent / 100) * BAR_CELLS)
      const line = `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} ${describe(progress)}`
      process.stderr.write(CLEAR_LINE + line.slice(0, (process.stderr.columns || 80) - 1))
    },
    end: () => void process.stderr.write(CLEAR_LINE),
  }
}

function progressLines(): ProgressView {
  let told: { phase: string; percent: number; at: number } | undefined
  return {
    show(progress) {
      const { phase, percent } = progress
      const at = Date.now()
      const isNews =
        phase !== told?.phase || percent - told.percent >= LINE_EVERY_PERCENT || at - told.at >= LINE_EVERY_MS
      if (!isNews) return
      told = { phase, percent, at }
      note(describe(progress))
    },
    end() {},
  }
}

function describe({ phase, percent, processed, total, rowsPerSecond, etaSeconds }: schema.ImportProgress): string {
  const parts = [`${Math.floor(percent)} %`, PHASES[phase] ?? phase]
  if (phase === 'APPLYING') parts.push(`${processed.toLocaleString('en')} of ${total.toLocaleString('en')} rows`)
  if (rowsPerSecond) parts.push(`${Math.round(rowsPerSecond).toLocaleString('en')} a second`)
  if (etaSeconds != null && phase !== 'DONE') parts.push(`${etaSeconds} s left`)
  return parts.join(', ')
}
