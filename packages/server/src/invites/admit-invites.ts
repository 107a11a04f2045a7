import { canManagePeople } from '../access/permissions.ts'
import { takeOrWait, type RateLimit } from '../access/rate-limit.ts'
import type { Viewer } from '../base/viewer.ts'
import type { Server } from '../base/work.ts'

const HOUR_SECONDS = 3_600
const CALLS_OF_A_VIEWER: RateLimit = { name: 'invite-calls', most: 1_000, seconds: HOUR_SECONDS }

/**
 * Counts one call of a viewer that sends so many invites, or says how long to wait: a stolen key must not make the
 * organization a source of spam. Asked before a transaction begins, because the counts are no part of one.
 */
export async function admitInvites(server: Server, viewer: Viewer, times: number): Promise<void> {
  // Who may not invite at all is told so by the verb.
  if (times === 0 || !canManagePeople(viewer)) return
  const { organizationId, kind, id } = viewer
  await takeOrWait(server, CALLS_OF_A_VIEWER, {
    key: `${organizationId}:${kind}:${id}`,
    what: 'Calls that send invites',
  })
  await takeOrWait(
    server,
    { name: 'invites', most: server.config.invitesPerHour, seconds: HOUR_SECONDS },
    { key: organizationId, what: 'Invites of an organization', times },
  )
}
