import type { NodeName } from '../base/graphql/ids.ts'

interface ActionWords {
  /** Which kind of object it is done to; null when it is to none, or to many. */
  subject: NodeName | null
  /** What comes behind the name of whoever did it. */
  did: string
}

const user = (did: string): ActionWords => ({ subject: 'User', did })
const apiKey = (did: string): ActionWords => ({ subject: 'ApiKey', did })
const team = (did: string): ActionWords => ({ subject: 'Team', did })
const imported = (did: string): ActionWords => ({ subject: 'ImportSession', did })
const webhook = (did: string): ActionWords => ({ subject: 'Webhook', did })
const ssoProvider = (did: string): ActionWords => ({ subject: 'SsoProvider', did })
const hrIntegration = (did: string): ActionWords => ({ subject: 'HrIntegration', did })
const several = (did: string): ActionWords => ({ subject: null, did })

/** The one list of what can stand in the audit: noun and what became of it. */
const AUDIT_ACTIONS = {
  'organization.created': { subject: 'Organization', did: 'made the organization' },
  'organization.updated': { subject: 'Organization', did: 'changed how the organization invites' },
  'right.refused': several('asked for something they may not do'),
  'user.invited': user('invited a user'),
  'users.invited': several('invited several users'),
  'user.added': user('added a user'),
  'user.updated': user('changed a user'),
  'user.deactivated': user('deactivated a user'),
  'user.reactivated': user('brought a user back'),
  'user.released': user('let people change what an HR integration keeps of a user'),
  'user.handed_back': user('gave a user back to an HR integration'),
  'user.password_set': user('set the password of a user'),
  'user.password_changed': user('changed their own password'),
  'user.password_reset': user('chose a new password by a link'),
  'password_reset.requested': user('mailed a link to choose a new password'),
  'session.started': user('signed in'),
  'session.ended': user('signed out'),
  'invite.accepted': user('accepted an invite'),
  'invite.resent': user('sent an invite again'),
  'invite.renewed': user('was mailed a new link in the place of an old one'),
  'invites.resent': several('sent several invites again'),
  'invites.reminded': several('reminded users of their invites'),
  'invite.revoked': user('took an invite back'),
  'invites.revoked': several('took several invites back'),
  'custom_field.created': several('made a custom field'),
  'custom_field.updated': several('changed a custom field'),
  'custom_field.deleted': several('removed a custom field with its values'),
  'team.created': team('made a team'),
  'team.updated': team('changed a team'),
  'team.members_changed': team('changed who is in a team'),
  'team.deleted': team('removed a team'),
  'upload.created': several('announced a file to upload'),
  'import.started': imported('uploaded a file to import'),
  'import.mapped': imported('mapped the columns of an import'),
  'import.configured': imported('chose the settings of an import'),
  'import.rows_updated': imported('corrected rows of an import'),
  'import.committed': imported('committed an import'),
  'import.cancelled': imported('cancelled an import'),
  'import.aborted': imported('stopped an import that was being applied'),
  'import.undone': imported('took an import back'),
  'import.undo_completed': imported('finished taking an import back'),
  'import.expired': imported('gave up an import that was left alone'),
  'import.forgotten': imported('deleted the rows of an import'),
  'import.completed': imported('finished an import'),
  'import.failed': imported('gave an import up'),
  'api_key.created': apiKey('made an API key'),
  'api_key.rotated': apiKey('gave an API key another secret'),
  'api_key.revoked': apiKey('revoked an API key'),
  'sso_provider.created': ssoProvider('set up single sign-on'),
  'sso_provider.domain_proved': ssoProvider('proved a domain for single sign-on'),
  'sso_provider.deleted': ssoProvider('removed single sign-on'),
  'sso.signed_in': user('signed in by single sign-on'),
  'sso.linked': user('joined single sign-on to a user'),
  'sso.refused': ssoProvider('was refused a single sign-on'),
  'hr_integration.created': hrIntegration('made an HR integration'),
  'hr_integration.updated': hrIntegration('changed an HR integration'),
  'hr_integration.token_rotated': hrIntegration('gave an HR integration another token'),
  'hr_integration.deleted': hrIntegration('removed an HR integration'),
  'webhook.created': webhook('made a webhook'),
  'webhook.updated': webhook('changed a webhook'),
  'webhook.secret_rotated': webhook('gave a webhook another secret'),
  'webhook.tested': webhook('tested a webhook'),
  'webhook.replayed': webhook('sent an event to a webhook once more'),
  'webhook.disabled': webhook('switched a webhook off'),
  'webhook.deleted': webhook('removed a webhook'),
} as const satisfies Record<string, ActionWords>
export type AuditAction = keyof typeof AUDIT_ACTIONS

/** The words for an action; one of an earlier version, which the list has no more, is told as it stands. */
export function actionWords(action: string): ActionWords {
  const words: Record<string, ActionWords> = AUDIT_ACTIONS
  return words[action] ?? { subject: null, did: `did ${action}` }
}
