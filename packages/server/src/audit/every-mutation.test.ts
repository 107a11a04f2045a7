import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { globalId } from '../base/graphql/ids.ts'
import { ViewerKind } from '../base/viewer.ts'
import { openEveryMutation, type EveryMutation } from '../every-mutation.testing.ts'
import { makeSchema } from '../schema.ts'
import { databases, openHouse, type TestHouse } from '../testing.ts'
import { AuditEvent } from './audit-event.ts'
import { sealAudit } from './seal-audit.ts'
import { verifyAudit } from './verify-audit.ts'

const ASKED_BY_ANYBODY = ['requestNewInvite', 'requestPasswordReset']
const SHOWN = 'query ($id: ID!) { node(id: $id) { ... on AuditEvent { subjectId subject { id } } } }'
const mutations = Object.keys(makeSchema().getMutationType()?.getFields() ?? {})

describe.each(databases)('every mutation (%s)', (on) => {
  let house: TestHouse
  let every: EveryMutation
  beforeAll(async () => {
    house = await openHouse(on, { WEBHOOK_TARGETS: 'any' })
    every = await openEveryMutation(house)
  })
  afterAll(async () => {
    await every.close()
    await house.close()
  })

  const events = () => house.run((work) => work.rows(AuditEvent).find())

  it.each(mutations)('leaves one audit event: %s', async (mutation) => {
    const call = await every.prepare(mutation)
    const before = new Set((await events()).map(({ id }) => id))
    await every.ask(mutation, call)
    const left = (await events()).filter(({ id }) => !before.has(id))
    expect(left).toHaveLength(1)
    const viewer = call.viewer === undefined ? house.as('OWNER') : call.viewer
    // Who proves who they are by a link or password did it themselves; whoever asks for a link may be anybody.
    const actor = viewer ?? { kind: ASKED_BY_ANYBODY.includes(mutation) ? ViewerKind.SYSTEM : ViewerKind.USER }
    expect(left[0]).toMatchObject({ actorKind: actor.kind, ...('id' in actor && { actorId: actor.id }) })
    const { data } = await house.ask(SHOWN, { id: globalId('AuditEvent', String(left[0]?.id)) })
    const isGone = ['deleteHrIntegration', 'deleteSsoProvider', 'deleteWebhook', 'revokeApiKey'].includes(mutation)
    expect(data.node.subject).toEqual(isGone || !data.node.subjectId ? null : { id: data.node.subjectId })
    expect(data.node.subjectId === null).toBe(left[0]?.subjectId === null)
    expect(JSON.stringify(left)).not.toMatch(/four words beside|five words behind|rck_|rcs_|rch_|whsec_/)
  })

  it('is in one unbroken chain with all others', async () => {
    await sealAudit(house)
    expect(await verifyAudit(house, house.organizationId)).toMatchObject({
      sealed: (await events()).length,
      waiting: 0,
      fault: null,
    })
  })
})
