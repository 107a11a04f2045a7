import type { RowIssue } from './row-issue.ts'

/** What became of a user when an import was taken back. */
export const UndoOutcome = {
  REVERSED: 'REVERSED',
  /** Somebody changed them after the import. */
  CHANGED: 'CHANGED',
  /** They accepted the invite, or came in by another way. */
  CONFIRMED: 'CONFIRMED',
  /** An HR integration looks after them since, and says what would be taken back. */
  HR_OWNED: 'HR_OWNED',
  ROLE_NOT_ALLOWED: 'ROLE_NOT_ALLOWED',
  LAST_OWNER: 'LAST_OWNER',
  SELF: 'SELF',
  /** Another user has the former address or employee ID by now. */
  TAKEN: 'TAKEN',
  /** What was before is not known. */
  VALUES_GONE: 'VALUES_GONE',
  NOT_SAVED: 'NOT_SAVED',
} as const
export type UndoOutcome = keyof typeof UndoOutcome

/** The outcomes of users who were left alone because of what happened since. */
export const KEPT: ReadonlySet<UndoOutcome> = new Set(['CHANGED', 'CONFIRMED', 'HR_OWNED'])

const REASONS: Record<Exclude<UndoOutcome, 'REVERSED'>, string> = {
  CHANGED: 'Left as it is: this user was changed after the import.',
  CONFIRMED:
    'Left as it is: this user has confirmed since, and may be at work. Deactivate them by hand if they should go.',
  HR_OWNED:
    'Left as it is: an HR integration looks after this user and says what they are. Ask an Owner to release them first.',
  ROLE_NOT_ALLOWED: 'Not taken back: the role, now or before, is above what the one who asked may give.',
  LAST_OWNER: 'Not taken back: this user is the last owner and must stay one.',
  SELF: 'Not taken back: nobody deactivates themself. Ask somebody else.',
  TAKEN: 'Not taken back: another user has the former email address or employee ID by now.',
  VALUES_GONE: 'Not taken back: what was before is not known any more.',
  NOT_SAVED: 'Not taken back: the database refused it, for example because the former team is gone.',
}

/** What a row says of a user who was not taken back; null for one who was. */
export function undoIssue(outcome: UndoOutcome): RowIssue | null {
  if (outcome === 'REVERSED') return null
  return { code: KEPT.has(outcome) ? 'UNDO_KEPT' : 'UNDO_FAILED', severity: 'WARNING', message: REASONS[outcome] }
}
