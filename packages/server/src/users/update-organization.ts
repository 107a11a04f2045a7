import { isDeepStrictEqual } from 'node:util'
import { loadOrganization, lockOrganization, Organization } from '../access/organization.ts'
import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal, type Mistake } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { jobName } from '../jobs/define-job.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { isMailLanguage, MailLanguage } from '../mail/mail-language.ts'
import { languageTag } from './check-details.ts'
import { isAddress } from './email-address.ts'

/** The job that plans reminders by other days; the room of the invites runs it. */
export const PLAN_REMINDERS = jobName<Record<string, never>>('plan-reminders')

/** Characters of a message that goes with invites, at most. */
export const LONGEST_MESSAGE = 2_000
const SHORTEST_TTL_HOURS = 1
const LONGEST_TTL_HOURS = 2_160
/** Reminders of one invite, at most. */
export const MOST_REMINDERS = 3
const LAST_REMINDER_DAY = 30

/** What of an organization can be changed; a value left out stays, null takes it away. */
export interface UpdateOrganizationValues {
  inviteTtlHours?: number | null | undefined
  defaultLanguage?: string | null | undefined
  inviteMessage?: string | null | undefined
  replyTo?: string | null | undefined
  /** Days after sending; none switches reminders off. */
  reminderDays?: readonly number[] | null | undefined
  /** Null: it stays. */
  reminderDigest?: boolean | null | undefined
}

type Settings = Pick<
  Organization,
  'inviteTtlHours' | 'defaultLanguage' | 'inviteMessage' | 'replyTo' | 'reminderDays' | 'reminderDigest'
>

/** Changes how the viewer's organization invites: what its mails say, in which language, and how long links live. */
export async function updateOrganization(
  work: Work,
  input: UpdateOrganizationValues,
): Promise<{ organization: Organization }> {
  requireAdminister(work)
  const asked = checkedSettings(input)
  await lockOrganization(work)
  const organization = await loadOrganization(work)
  const keys = (Object.keys(asked) as (keyof Settings)[]).filter(
    (key) => !isDeepStrictEqual(asked[key], organization[key]),
  )
  if (keys.length === 0) return { organization }
  const only = (values: Partial<Settings>) => Object.fromEntries(keys.map((key) => [key, values[key]]))
  const [before, after] = [only(organization), only(asked)]
  await work.tx.update(Organization, { id: organization.id }, after)
  if (keys.includes('reminderDays')) await enqueue(work, PLAN_REMINDERS, {}, { uniqueKey: PLAN_REMINDERS.name })
  await record(work, 'organization.updated', organization.id, { before, after })
  return { organization: Object.assign(organization, after) }
}

function checkedSettings(input: UpdateOrganizationValues): Partial<Settings> {
  const mistakes: Mistake[] = []
  const settings: Partial<Settings> = {}
  const refuse = (field: keyof Settings, message: string, code: Mistake['code'] = 'INVALID', hint?: string) =>
    mistakes.push({ code, message, path: ['input', field], hint })

  const { inviteTtlHours: hours, defaultLanguage: language, inviteMessage: message, replyTo, reminderDays } = input
  if (hours != null) {
    if (hours >= SHORTEST_TTL_HOURS && hours <= LONGEST_TTL_HOURS) settings.inviteTtlHours = hours
    else
      refuse('inviteTtlHours', `A link lives from ${SHORTEST_TTL_HOURS} to ${LONGEST_TTL_HOURS} hours; not ${hours}.`)
  }
  if (language !== undefined) {
    const tag = language === null ? null : languageTag(language)
    if (language === null || (tag && isMailLanguage(tag))) settings.defaultLanguage = tag
    else {
      const known = Object.keys(MailLanguage).join(', ')
      refuse('defaultLanguage', `Mails are not written in "${language}".`, 'INVALID', `Choose one of ${known}.`)
    }
  }
  if (message !== undefined) {
    const text = message?.trim() || null
    if ((text ?? '').length <= LONGEST_MESSAGE) settings.inviteMessage = text
    else {
      const length = text?.length
      refuse('inviteMessage', `The message has ${length} characters; it may have ${LONGEST_MESSAGE}.`, 'TOO_LONG')
    }
  }
  if (replyTo !== undefined) {
    const address = replyTo?.trim() || null
    if (address === null || isAddress(address)) settings.replyTo = address
    else refuse('replyTo', `"${address}" is not an address that answers can go to.`, 'EMAIL_INVALID')
  }
  if (reminderDays !== undefined) {
    const days = [...new Set(reminderDays ?? [])].toSorted((one, other) => one - other)
    if (days.length > MOST_REMINDERS) {
      refuse('reminderDays', `Nobody is reminded more than ${MOST_REMINDERS} times; these are ${days.length} days.`)
    } else if (days.some((day) => day < 1 || day > LAST_REMINDER_DAY)) {
      refuse('reminderDays', `Users are reminded 1 to ${LAST_REMINDER_DAY} days after sending; not ${days.join(', ')}.`)
    } else settings.reminderDays = days.length > 0 ? days : null
  }
  if (input.reminderDigest != null) settings.reminderDigest = input.reminderDigest
  const [first, ...others] = mistakes
  if (first) throw new Refusal(first, ...others)
  return settings
}
