import { Refusal } from '../base/errors.ts'
import type { Values } from '../base/rows.ts'
import { viewerUserId } from '../base/viewer.ts'
import { newId, type Work } from '../base/work.ts'
import { queueEmails, type NewEmail } from '../mail/queue-email.ts'
import { voidEmails } from '../mail/void-emails.ts'
import { saveUsers, type InviteMarks } from '../users/save-user.ts'
import { SCHEDULED_AHEAD, UserStatus, type User } from '../users/user.ts'
import { Invite, InviteTiming } from './invite.ts'
import { morningOf } from './morning-of.ts'
import { newTokenSeed } from './invite-token.ts'

/** How far ahead an invite can be scheduled. */
export const LONGEST_AHEAD_MS = 366 * 24 * 3_600_000
const TIME_HINT = 'Give a moment within the next year, with its time zone, for example 2026-12-01T09:00:00+09:00.'

/** The kind of email that carries an activation link. */
export const INVITE_EMAIL = 'invite'

export interface InviteOptions {
  /** Null sends as soon as possible. */
  sendAt: Date | null
  importId: string | null
  messageId?: string | null
}

/** An invite that is not written yet, with its email and what it changes on its user. */
export interface InviteDraft {
  invite: Values<Invite>
  email: NewEmail
  marks: InviteMarks
}

/**
 * Invites a user who exists, and whose row the caller holds: now, or at `sendAt`. An older link dies now, or when the
 * new one is sent.
 */
export async function sendInvite(work: Work, user: User, sendAt: Date | null): Promise<Invite> {
  const [invite] = await sendInvites(work, [user], sendAt)
  return invite as Invite
}

/** The same for many users, by few statements; in the order of the users. */
export async function sendInvites(work: Work, users: readonly User[], sendAt: Date | null): Promise<Invite[]> {
  const newest = await findNewest(work, users)
  await withdrawWaiting(work, newest, sendAt)
  const drafts = users.map((user) => {
    // Whoever is sent another link is told the same.
    const messageId = newest.get(user.lastInviteId ?? '')?.messageId ?? null
    return { user, ...draftInvite(work, user, { sendAt, importId: null, messageId }) }
  })
  await saveUsers(work, { add: [], change: drafts.map(({ user, marks }) => ({ user, changes: marks })) })
  for (const { user, marks } of drafts) Object.assign(user, marks, { updatedAt: work.now() })
  await insertInvites(work, drafts)
  const { organizationId } = work.viewer
  return drafts.map(({ invite }) => Object.assign(new Invite(), invite, { organizationId }))
}

/** What an invite for this user would write; nothing is written yet. */
export function draftInvite(
  work: Work,
  user: Pick<User, 'id' | 'email' | 'name' | 'status' | 'inviteGeneration'>,
  { sendAt, importId, messageId = null }: InviteOptions,
): InviteDraft {
  const now = work.now()
  const id = newId()
  const emailId = newId()
  const generation = user.inviteGeneration + (sendAt ? SCHEDULED_AHEAD : 1)
  return {
    invite: {
      id,
      userId: user.id,
      email: user.email,
      generation,
      tokenSeed: newTokenSeed(),
      tokenHash: null,
      emailId,
      importId,
      messageId,
      requestedById: importId ? null : viewerUserId(work.viewer),
      scheduledFor: sendAt,
      expiresAt: null,
      acceptedAt: null,
      revokedAt: null,
      createdAt: now,
    },
    email: {
      id: emailId,
      kind: INVITE_EMAIL,
      subjectId: id,
      toAddress: user.email,
      toName: user.name,
      dueAt: sendAt ?? now,
      heldFor: sendAt ? null : importId,
    },
    marks: marksOf(user, id, generation, sendAt),
  }
}

// A scheduled invite raises the generation when it is sent, so that an older link works until then.
function marksOf(
  { status, inviteGeneration }: Pick<User, 'status' | 'inviteGeneration'>,
  lastInviteId: string,
  generation: number,
  sendAt: Date | null,
): InviteMarks {
  if (!sendAt) return { lastInviteId, inviteGeneration: generation, status: UserStatus.INVITE_PENDING }
  const isPending = status === UserStatus.INVITE_PENDING
  return { lastInviteId, inviteGeneration, status: isPending ? status : UserStatus.INVITE_SCHEDULED }
}

/** Writes drafted invites with their emails; the marks on their users are the caller's to write. */
export async function insertInvites(
  work: Work,
  drafts: readonly Pick<InviteDraft, 'invite' | 'email'>[],
): Promise<void> {
  if (drafts.length === 0) return
  await queueEmails(
    work,
    drafts.map(({ email }) => email),
  )
  await work.rows(Invite).insertMany(drafts.map(({ invite }) => invite))
}

/** Refuses a schedule without a time, a time without a schedule, and a time that cannot be. */
export function requireTiming(
  timing: InviteTiming,
  sendAt: Date | null | undefined,
  now: Date,
  path: readonly string[],
): void {
  if (timing === InviteTiming.SCHEDULED && !sendAt) {
    throw timeInvalid('Scheduled invites need a time.', path, TIME_HINT)
  }
  if (!sendAt) return
  if (timing !== InviteTiming.SCHEDULED) {
    throw timeInvalid(
      `A time belongs to scheduled invites, and ${timing} was asked for.`,
      path,
      'Leave sendAt out, or ask for SCHEDULED.',
    )
  }
  requireSendAt(sendAt, now, path)
}

/** When the invite of this user leaves, once `requireTiming` was asked; null as soon as possible. */
export function sendMoment(
  timing: InviteTiming,
  sendAt: Date | null | undefined,
  { hireDate, timeZone }: Pick<User, 'hireDate' | 'timeZone'>,
  now: Date,
): Date | null {
  if (timing !== InviteTiming.HIRE_DATE) return sendAt ?? null
  const path = ['input', hireDate ? 'timeZone' : 'hireDate']
  if (!hireDate || !timeZone) {
    const missing = hireDate ? 'time zone' : 'hire date'
    throw timeInvalid(`An invite on the hire date needs the ${missing} of the user.`, path, `Give ${path[1]}.`)
  }
  const morning = morningOf(hireDate, timeZone)
  requireSendAt(morning, now, ['input', 'hireDate'])
  return morning
}

/** Refuses a moment that is past or further ahead than a year. */
export function requireSendAt(sendAt: Date, now: Date, path: readonly string[]): void {
  const ahead = sendAt.getTime() - now.getTime()
  if (ahead <= 0) throw timeInvalid(`${sendAt.toISOString()} is in the past.`, path, TIME_HINT)
  if (ahead > LONGEST_AHEAD_MS) {
    throw timeInvalid(`${sendAt.toISOString()} is more than a year ahead.`, path, TIME_HINT)
  }
}

function timeInvalid(message: string, path: readonly string[], hint: string): Refusal {
  return new Refusal({ code: 'TIME_INVALID', message, path, hint })
}

async function findNewest(work: Work, users: readonly User[]): Promise<Map<string, Invite>> {
  const ids = users.flatMap(({ lastInviteId }) => lastInviteId ?? [])
  return new Map((await work.rows(Invite).findIn('id', ids)).map((invite) => [invite.id, invite]))
}

// One invite at most waits for a user, so a new one takes its place. Only a mail that is due at once is not held back
// by one for later: its link works until the new one is sent.
async function withdrawWaiting(work: Work, newest: ReadonlyMap<string, Invite>, sendAt: Date | null): Promise<void> {
  const waiting = [...newest.values()].filter(
    ({ tokenHash, revokedAt, scheduledFor }) => !tokenHash && !revokedAt && (!sendAt || scheduledFor),
  )
  if (waiting.length === 0) return
  const ids = waiting.map(({ id }) => id)
  await work.rows(Invite).updateIn('id', ids, { revokedAt: work.now() })
  await voidEmails(work, ids)
}
