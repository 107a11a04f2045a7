import { record } from '../audit/record.ts'
import { Fault } from '../base/errors.ts'
import { viewerUserId } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { Session } from './session.ts'

/** Ends the session with which the viewer calls. */
export async function signOut(work: Work): Promise<object> {
  const { session } = work.viewer
  if (!session) {
    throw new Fault('FORBIDDEN', 'Only a session can be ended, and this is an API key: revoke it with revokeApiKey.', {
      requires: 'a session',
    })
  }
  await work.rows(Session).delete({ id: session.id })
  await record(work, 'session.ended', viewerUserId(work.viewer))
  return {}
}
