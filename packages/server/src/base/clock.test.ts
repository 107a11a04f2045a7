import { expect, it, describe } from '@jest/globals'
import { databases, openTestServer } from '../testing.ts'
import { openClock } from './clock.ts'

const FIVE_MINUTES = 5 * 60_000

const describeOnMariaDb = databases.includes('MariaDB') ? describe : describe.skip

describeOnMariaDb('the time on MariaDB', () => {
  it('is the database’s, however wrong the clock of a machine is', async () => {
    const server = await openTestServer('MariaDB')
    const clocks = [0, FIVE_MINUTES, -FIVE_MINUTES].map((wrong) =>
      openClock(server.database, server.log, () => Date.now() + wrong),
    )
    for (const clock of await Promise.all(clocks)) {
      expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000)
    }
    await server.close()
  })
})

it('of SQLite is that of the machine', async () => {
  const server = await openTestServer('SQLite')
  const clock = await openClock(server.database, server.log, () => 1_000)
  expect(clock.now()).toEqual(new Date(1_000))
  await server.close()
})
