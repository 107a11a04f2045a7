import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestServer, type ServedHouse } from '../../server/src/testing.ts'
import { isRollcallError, Rollcall, type Import, type ImportResult, type UserInputError } from './index.ts'
import { signWebhook, verifyWebhook } from './verify-webhook.ts'

// What the SDK was designed for, as programs that use it are written, against a server that runs.

const PEOPLE = 'E-mail,Name,Dept.,Notes\nbea@example.com,Bea Ruiz,marketing,\nbroken,Cy Lee,Sales,new\n'
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

let house: ServedHouse
let folder: string
let path: string
let rollcall: Rollcall

beforeAll(async () => {
  house = await startTestServer('SQLite')
  folder = await mkdtemp(join(tmpdir(), 'rollcall-examples-'))
  path = join(folder, 'people.csv')
  await writeFile(path, PEOPLE)
  rollcall = new Rollcall({ url: `${house.url}/graphql`, auth: house.apiKey })
})
afterAll(async () => {
  await house.close()
  await rm(folder, { recursive: true })
})

describe('with the SDK', () => {
  test('one person is invited, or brought back when they were deactivated', async () => {
    async function inviteAna(): Promise<string> {
      try {
        const ana = { email: 'ana@example.com', name: 'Ana Ruiz', role: 'LEARNER' } as const
        const { user, invite } = await rollcall.users.invite(ana)
        return `${user.status} ${invite?.status}`
      } catch (error) {
        if (!isRollcallError(error, 'EMAIL_TAKEN')) throw error
        const taken = (error as UserInputError).find('EMAIL_TAKEN')
        if (taken?.__typename === 'EmailTakenError' && taken.user?.status === 'DEACTIVATED') {
          return (await rollcall.users.reactivate(taken.user.id)).status
        }
        return 'TAKEN'
      }
    }
    expect(await inviteAna()).toBe('INVITE_PENDING QUEUED')
    expect(await inviteAna()).toBe('TAKEN')
    const ana = await rollcall.users.getByEmail('ana@example.com')
    await rollcall.users.deactivate(ana?.id ?? '')
    expect(await inviteAna()).not.toBe('TAKEN')
  })

  test('a whole file is imported in one call, and what failed comes back as a file', async () => {
    const phases = new Set<string>()
    const result = await rollcall.importCsv(
      { path },
      {
        columns: { Notes: null },
        settings: { mode: 'ADD_AND_UPDATE', invites: 'IMMEDIATE', createMissingTeams: true },
        onProgress: ({ phase, percent }) => void phases.add(`${phase} ${percent.toFixed(0)} %`),
      },
    )
    expect([result.report?.created, result.report?.failed]).toEqual([1, 1])
    expect(phases.size).toBeGreaterThan(0)
    expect(await result.failedRowsCsv()).toContain('broken')
  })

  test('a file is imported step by step, with a look before the leap', async () => {
    const { signal } = new AbortController()
    const file = new File([PEOPLE], 'people.csv')
    let sentBytes = 0
    const lines: number[] = []
    async function importFile(mayDeactivate: (users: number) => boolean): Promise<Import | ImportResult> {
      let imp = await rollcall.imports.start(file, { signal, onUploadProgress: ({ sent }) => (sentBytes = sent) })
      imp = await imp.mapColumns({
        'E-mail': 'email',
        'Dept.': { field: 'primaryTeam', values: { marketing: 'Marketing' } },
        Notes: null,
      })
      const sendAt = new Date(Date.now() + 86_400_000).toISOString()
      const settings = { mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING', invites: 'SCHEDULED', sendAt } as const
      imp = await imp.configure({ ...settings, createMissingTeams: true })
      const preview = await imp.preview()
      for await (const row of imp.rows({ filter: { minSeverity: 'WARNING' } })) lines.push(row.line)
      if (!mayDeactivate(preview.toDeactivate)) return imp.cancel()
      const { toDeactivate, fingerprint } = preview
      return imp.commit({ confirmDeactivations: toDeactivate, expectedFingerprint: fingerprint, signal })
    }
    expect(await importFile(() => false)).toMatchObject({ state: 'CANCELLED' })
    expect(sentBytes).toBe(file.size)
    expect(lines).toContain(3)
    await expect(importFile((users) => users === 1)).resolves.toMatchObject({
      committed: true,
      report: { deactivated: 1 },
    })
  })

  test('a list is read by the page, or all of it, and many are sent their invites again', async () => {
    const page = await rollcall.users.list({ filter: { status: ['INVITE_PENDING'] }, first: 20 })
    expect(page.nodes).toHaveLength(page.totalCount)
    const found: string[] = []
    for await (const user of rollcall.users.list({ filter: { search: 'bea' } })) found.push(user.email)
    expect(found).toEqual(['bea@example.com'])
    const { queued, skipped } = await rollcall.invites.resendMany({ filter: { inviteStatus: ['EXPIRED', 'BOUNCED'] } })
    expect({ queued, skipped }).toEqual({ queued: 0, skipped: [] })
  })

  test('an import that another process started is watched, and given up after a minute', async () => {
    const other = new Rollcall({ url: `${house.url}/graphql`, auth: house.apiKey })
    const imp = await other.imports.start({ text: 'Email,Name\ndan@example.com,Dan Wu\n' })
    await imp.mapColumns()
    const committing = imp.commit({ settings: { mode: 'ADD_ONLY', invites: 'NONE' } })
    const signal = AbortSignal.timeout(60_000)
    const states: string[] = []
    for await (const { state } of rollcall.imports.watch(imp.id, { signal })) states.push(state)
    const done = await rollcall.imports.wait(imp.id, { signal })
    expect(states.at(-1)).toBe('COMMITTED')
    expect(done.data.report).toEqual((await committing).report)
  })

  test('webhooks are received wherever fetch runs', async () => {
    const bounced: unknown[] = []
    async function receive(request: Request): Promise<Response> {
      const message = await verifyWebhook(await request.text(), request.headers, SECRET)
      if (message.event === 'INVITE_BOUNCED') bounced.push(message.data)
      return new Response('ok')
    }
    const body = JSON.stringify({ id: 'whd_1', event: 'INVITE_BOUNCED', at: new Date().toISOString(), data: { a: 1 } })
    const request = new Request('https://app.example.com/', {
      method: 'POST',
      body,
      headers: await signWebhook(body, SECRET),
    })
    expect(await (await receive(request)).text()).toBe('ok')
    expect(bounced).toEqual([{ a: 1 }])
  })
})
