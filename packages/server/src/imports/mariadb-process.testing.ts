import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import mysql from 'mysql2/promise'

/** Whether a MariaDB can be started here, beside the one that tests share. */
export const hasOwnMariaDb = ['mariadbd', 'mariadb-install-db'].every(
  (command) => spawnSync(command, ['--no-defaults', '--help'], { stdio: 'ignore' }).error === undefined,
)

/** A MariaDB of a test's own, which may die. */
export interface MariaDbProcess {
  /** Of an empty database. */
  readonly url: string
  /** Starts it, and waits until it answers. */
  start(): Promise<void>
  kill(): Promise<void>
  close(): Promise<void>
}

/** Makes a MariaDB with a folder and a port of its own, and starts it. */
export async function openMariaDb(port: number): Promise<MariaDbProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-mariadb-'))
  const options = ['--no-defaults', `--datadir=${join(folder, 'data')}`, `--user=${userInfo().username}`]
  const install = [...options, '--auth-root-authentication-method=normal', '--skip-test-db']
  const { status, stderr } = spawnSync('mariadb-install-db', install, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`mariadb-install-db ended with ${status}: ${stderr}`)
  const root = `mysql://root@127.0.0.1:${port}`
  let child: ChildProcess | null = null

  const database: MariaDbProcess = {
    url: `${root}/rollcall`,
    async start() {
      const own = [`--port=${port}`, '--bind-address=127.0.0.1', `--socket=${join(folder, 'socket')}`]
      child = spawn('mariadbd', [...options, ...own, '--innodb-lock-wait-timeout=5'], { stdio: 'ignore' })
      for (;;) {
        if (child.exitCode !== null) throw new Error(`mariadbd ended with ${child.exitCode}`)
        const connection = await mysql.createConnection(root).catch(() => null)
        if (connection) return connection.end()
        await wait(50)
      }
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
    async close() {
      await database.kill()
      rmSync(folder, { recursive: true })
    },
  }
  await database.start()
  const connection = await mysql.createConnection(root)
  await connection.query('CREATE DATABASE rollcall')
  await connection.end()
  return database
}
