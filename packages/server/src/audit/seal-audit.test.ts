import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { addOrganization, databases, openTestServer, testViewer, type TestServer } from '../testing.ts'
import { newId } from '../base/work.ts'
import { AuditEvent } from './audit-event.ts'
import { record } from './record.ts'
import { sealAudit } from './seal-audit.ts'
import { verifyAudit } from './verify-audit.ts'

describe.each(databases)('the chain of the audit (%s)', (on) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(on)
  })
  afterAll(() => server.close())

  /** An organization in whose audit so many events are sealed. */
  async function organizationWith(count: number): Promise<string> {
    const organizationId = await addOrganization(server, 'Example Academy')
    for (let number = 1; number <= count; number++) await tell(organizationId, number)
    await sealAudit(server)
    return organizationId
  }

  const tell = (organizationId: string, number: number): Promise<void> =>
    server.run(
      (work) => record(work, 'team.updated', newId(), { before: { name: `Team ${number}` }, after: { name: 'Üñ 李' } }),
      testViewer(organizationId, 'OWNER'),
    )
  const eventsOf = (organizationId: string): Promise<AuditEvent[]> =>
    server.run(
      (work) => work.rows(AuditEvent).find({}, { order: { position: 'ASC' } }),
      testViewer(organizationId, 'OWNER'),
    )
  /** What somebody does who can write to the database. */
  const tamper = (organizationId: string, position: number, changes: Partial<AuditEvent>): Promise<number> =>
    server.run(
      (work) => work.rows(AuditEvent).update({ position }, { ...changes } as never),
      testViewer(organizationId, 'OWNER'),
    )

  it('holds every event once, and goes on where it ended', async () => {
    const organizationId = await organizationWith(3)
    const chain = await verifyAudit(server, organizationId)
    expect(chain).toEqual({ sealed: 3, hash: expect.stringMatching(/^[0-9a-f]{64}$/), waiting: 0, fault: null })
    await tell(organizationId, 4)
    expect(await verifyAudit(server, organizationId)).toEqual({ ...chain, waiting: 1 })
    await sealAudit(server)
    expect(await verifyAudit(server, organizationId)).toMatchObject({ sealed: 4, waiting: 0, fault: null })
    expect((await eventsOf(organizationId))[2]?.hash).toBe(chain.hash)
  })

  it('breaks where an event was changed, be it in a single value', async () => {
    const organizationId = await organizationWith(3)
    await tamper(organizationId, 2, { actorLabel: 'Somebody else' })
    expect(await verifyAudit(server, organizationId)).toMatchObject({
      sealed: 1,
      fault: expect.stringMatching(/^Event 2 \(aud_\w+\) is not what was written\.$/),
    })
  })

  it('breaks where an event was taken out', async () => {
    const organizationId = await organizationWith(3)
    await server.run((work) => work.rows(AuditEvent).delete({ position: 2 }), testViewer(organizationId, 'OWNER'))
    expect(await verifyAudit(server, organizationId)).toMatchObject({
      sealed: 1,
      fault: 'Event 2 is missing; the next one is event 3.',
    })
  })

  it('breaks where two events changed places, and where others were moved up to close a gap', async () => {
    const swapped = await organizationWith(3)
    const [, second, third] = await eventsOf(swapped)
    await tamper(swapped, 3, { position: 9 })
    await tamper(swapped, 2, { position: 3, hash: String(third?.hash) })
    await tamper(swapped, 9, { position: 2, hash: String(second?.hash) })
    expect(await verifyAudit(server, swapped)).toMatchObject({ sealed: 1, fault: expect.stringContaining('Event 2') })
    const closed = await organizationWith(3)
    await server.run((work) => work.rows(AuditEvent).delete({ position: 2 }), testViewer(closed, 'OWNER'))
    await tamper(closed, 3, { position: 2 })
    expect(await verifyAudit(server, closed)).toMatchObject({ sealed: 1, fault: expect.stringContaining('Event 2') })
  })

  it('is one chain when several processes seal while others write', async () => {
    const organizationId = await organizationWith(1)
    for (let round = 0; round < 5; round++) {
      await Promise.all([
        tell(organizationId, round),
        sealAudit(server),
        tell(organizationId, round),
        sealAudit(server),
        sealAudit(server),
      ])
    }
    await sealAudit(server)
    expect(await verifyAudit(server, organizationId)).toMatchObject({ sealed: 11, waiting: 0, fault: null })
  })

  it('needs a few statements for hundreds of events', async () => {
    const organizationId = await organizationWith(0)
    const many = Array.from({ length: 400 }, () => organizationId)
    await server.run(
      async (work) => {
        for (const _ of many) await record(work, 'team.created', newId())
      },
      testViewer(organizationId, 'OWNER'),
    )
    server.statements.reset()
    await sealAudit(server)
    expect(server.statements.seen.length).toBeLessThan(12)
    expect(await verifyAudit(server, organizationId)).toMatchObject({ sealed: 400, fault: null })
  })

  // SQLite lets one transaction at a time write, whatever it writes.
  if (on === 'MariaDB') {
    it('keeps nobody waiting, and nobody keeps it waiting', async () => {
      const organizationId = await organizationWith(1)
      await server.run(
        async (work) => {
          await record(work, 'team.created', newId())
          // Another commits meanwhile and is sealed, though it began later.
          await tell(organizationId, 2)
          await sealAudit(server)
          expect(await verifyAudit(server, organizationId)).toMatchObject({ sealed: 2, waiting: 0, fault: null })
        },
        testViewer(organizationId, 'OWNER'),
      )
      await sealAudit(server)
      expect(await verifyAudit(server, organizationId)).toMatchObject({ sealed: 3, waiting: 0, fault: null })
    })
  }
})
