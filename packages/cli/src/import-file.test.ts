import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestServer, type ServedHouse } from '../../server/src/testing.ts'
import { openTerminal, rollcall } from './testing.ts'

let house: ServedHouse
let folder: string
let surroundings: { env: Record<string, string>; cwd: string }

beforeAll(async () => {
  house = await startTestServer('SQLite')
  folder = await mkdtemp(join(tmpdir(), 'rollcall-cli-'))
  surroundings = { env: { ROLLCALL_URL: house.url, ROLLCALL_API_KEY: house.apiKey }, cwd: folder }
})
afterAll(async () => {
  await house.close()
  await rm(folder, { recursive: true })
})

/** Imports these people in a fresh file. */
async function importing(csv: string, ...options: string[]) {
  await writeFile(join(folder, 'people.csv'), csv)
  return rollcall(['import', 'people.csv', ...options], surroundings)
}

async function addressesOf(search: string): Promise<string[]> {
  const { stdout } = await rollcall(['users', search, '--json'], surroundings)
  return (JSON.parse(stdout) as { email: string }[]).map(({ email }) => email)
}

const PROGRESS_OF_ONE_ROW = /^(0 %, waiting for a worker\n)?(100 %, deactivating\n)?100 %, done\n$/

describe('an import in a pipe', () => {
  test('prints what it would do before it does it, and ends with 0 when every row is applied', async () => {
    const { status, stdout, stderr } = await importing('Email,Name\nann@pipe.test,Ann Lee\n', '--invites', 'none')
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /^people\.csv: 1 row, utf-8.*-> email.*What it would do:\n +create +1\n.*Done: 1 created\.\n"rollcall undo imp_/s,
    )
    // How far it is, seen more than once when the worker takes its time.
    expect(stderr).toMatch(PROGRESS_OF_ONE_ROW)
    const [, id = ''] = /"rollcall undo (imp_\w+)/.exec(stdout) ?? []
    expect((await rollcall(['imports', id, '--watch'], surroundings)).stderr).toBe('100 %, done\n')
    expect(await addressesOf('pipe.test')).toEqual(['ann@pipe.test'])
  })

  test('applies the good rows, names the others with their lines, and ends with 2', async () => {
    const bad = 'x,Ben\ny,Cid\nz@some.test,\nw,Dan\n'
    const { status, stdout } = await importing(`Email,Name\nbea@some.test,Bea\n${bad}`, '--invites', 'none')
    expect(status).toBe(2)
    expect(stdout).toContain('Invalid: EMAIL_INVALID, 3 rows: lines 3-4, 6\n  line 3: "x" is no email address.')
    expect(stdout).toContain('\n  line 6: "w" is no email address.')
    expect(stdout).toContain('Invalid: REQUIRED, 1 row: line 5\n')
    expect(stdout).toContain('Done: 1 created, 4 refused.')
  })

  test('writes the refused rows to a file, which imports once it is corrected', async () => {
    const options = ['--invites', 'none', '--refused', 'refused.csv']
    const { stderr } = await importing('Email,Name,Team of hers\nfay,Fay,Red\n', ...options, '--map', 'Team of hers=')
    expect(stderr).toContain('The refused rows are in refused.csv.')
    const refused = await readFile(join(folder, 'refused.csv'), 'utf8')
    expect(refused).toContain('fay,Fay,Red,Email,')
    expect(await importing(refused.replace('fay,', 'fay@refused.test,'), ...options)).toMatchObject({ status: 0 })
    expect(await addressesOf('refused.test')).toEqual(['fay@refused.test'])
  })

  test('ends with 3 when no row can be applied', async () => {
    const { status, stdout } = await importing('Email,Name\nnobody,Nobody\n', '--invites', 'none')
    expect(status).toBe(3)
    expect(stdout).toContain('Done: 1 refused.')
  })

  test('says which columns there are when one that is needed was not found, and takes --map for it', async () => {
    const csv = 'Contact info,Who\ngil@map.test,Gil\n'
    const unmapped = await importing(csv, '--invites', 'none')
    expect(unmapped.status).toBe(3)
    expect(unmapped.stderr).toMatch(/No column is mapped to Email.*Contact info.*"gil@map\.test".*--map "/s)
    const mapped = await importing(csv, '--invites', 'none', '--map', 'Contact info=email', '-m', 'Who=name')
    expect(mapped.status).toBe(0)
    expect(await addressesOf('map.test')).toEqual(['gil@map.test'])
  })

  test('never decides by itself whether mails are sent', async () => {
    const { status, stderr } = await importing('Email,Name\nhal@mail.test,Hal\n')
    expect(status).toBe(64)
    expect(stderr).toContain('--invites none, --invites immediate, --invites hire-date with --time-zone, or --at')
    expect(await addressesOf('mail.test')).toEqual([])
  })

  test('schedules invites for a time', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
    const { status, stdout } = await importing('Email,Name\nida@later.test,Ida\n', '--at', tomorrow)
    expect(status).toBe(0)
    expect(stdout).toContain('Done: 1 created, 1 invite scheduled.')
  })

  test('invites each new user on the morning of the hire date', async () => {
    const inTenDays = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10)
    const csv = `Email,Name,Hire date\numa@later.test,Uma,${inTenDays}\n`
    const options = ['--invites', 'hire-date', '--time-zone', 'Asia/Tokyo', '--message', 'See you on Monday.']
    const { status, stdout } = await importing(csv, ...options)
    expect(status).toBe(0)
    expect(stdout).toMatch(/invites +1 +each on the morning of the hire date/)
    expect(stdout).toContain('Done: 1 created, 1 invite scheduled.')
  })

  test('reads standard input', async () => {
    const input = 'Email,Name\njo@stdin.test,Jo\n'
    const { status, stdout } = await rollcall(['import', '-', '--invites', 'none'], { ...surroundings, input })
    expect(stdout).toContain('standard-input.csv: 1 row')
    expect(status).toBe(0)
  })

  test('prints one JSON document for programs', async () => {
    const { status, stdout, stderr } = await importing(
      'Email,Name\nkim@json.test,Kim\nx,X\n',
      '--invites',
      'none',
      '--json',
    )
    expect(status).toBe(2)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      importId: expect.stringMatching(/^imp_/),
      state: 'COMMITTED',
      dryRun: false,
      preview: { toCreate: 1, invalid: 1 },
      issues: [
        {
          code: 'EMAIL_INVALID',
          lines: '3',
          rows: 1,
          messages: [{ lines: '3', message: expect.stringMatching(/is no email address/) }],
        },
      ],
      report: { created: 1, failed: 1 },
      exitCode: 2,
    })
  })

  test('comes back at once with --no-watch', async () => {
    const { status, stdout } = await importing('Email,Name\nlea@away.test,Lea\n', '--invites', 'none', '--no-watch')
    expect(status).toBe(0)
    expect(stdout).toMatch(/Done: 1 created|The import is on its way\. "rollcall imports imp_\w+ --watch"/)
  })
})

describe('a dry run', () => {
  test('changes nobody and leaves no open import', async () => {
    const { status, stdout } = await importing('Email,Name\nmia@dry.test,Mia\n', '--dry-run')
    expect(status).toBe(0)
    expect(stdout).toContain('Nothing was applied: this was a dry run.')
    expect(await addressesOf('dry.test')).toEqual([])
  })

  test('ends with the status that the import would end with', async () => {
    expect(await importing('Email,Name\nmia@dry.test,Mia\nx,X\n', '--dry-run')).toMatchObject({ status: 2 })
    expect(await importing('Email,Name\nx,X\n', '--dry-run')).toMatchObject({ status: 3 })
  })
})

describe('what stops an import', () => {
  test('a file that is not there ends it with 3', async () => {
    const { status, stderr } = await rollcall(['import', 'none.csv', '--invites', 'none'], surroundings)
    expect(status).toBe(3)
    expect(stderr).toBe(`${join(folder, 'none.csv')} is not there. Nothing was applied.\n`)
  })

  test('a file that is no table ends it with 3 and what it is', async () => {
    const { status, stderr } = await importing('%PDF-1.7 and so on', '--invites', 'none')
    expect(status).toBe(3)
    expect(stderr).toContain('PDF')
  })

  test('a key that is not valid ends it with 4', async () => {
    const env = { ROLLCALL_URL: house.url, ROLLCALL_API_KEY: 'rck_wrong' }
    const { status, stderr } = await rollcall(['import', 'people.csv', '--dry-run'], { cwd: folder, env })
    expect(status).toBe(4)
    expect(stderr).toContain('rollcall login')
  })

  test('a server that is not there ends it with 5', async () => {
    const env = { ROLLCALL_URL: 'http://127.0.0.1:9', ROLLCALL_API_KEY: 'rck_any' }
    const { status, stdout, stderr } = await rollcall(['import', 'people.csv', '--dry-run', '--json'], {
      cwd: folder,
      env,
    })
    expect(status).toBe(5)
    expect(stderr).toContain('Is the server running')
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'NETWORK' }, exitCode: 5 })
  })

  test('an option that does not exist ends it with 64', async () => {
    const { status, stderr } = await rollcall(['import', 'people.csv', '--dry'], surroundings)
    expect(status).toBe(64)
    expect(stderr).toContain("unknown option '--dry'")
  })

  test('a mapping that names no field ends it with 3, one that names no column with 64', async () => {
    const csv = 'Email,Name\nnan@map.test,Nan\n'
    const { status, stderr } = await importing(csv, '--invites', 'none', '--map', 'Name=nome')
    expect(status).toBe(3)
    expect(stderr).toContain('nome')
    expect(await importing(csv, '--invites', 'none', '--map', 'email')).toMatchObject({ status: 64 })
  })
})

describe('who would be deactivated', () => {
  const mode = ['--mode', 'add-update-and-deactivate-missing', '--invites', 'none']

  test('is told and left alone, unless the exact number is confirmed', async () => {
    const everybody = 'Email,Name\nola@gone.test,Ola\npia@gone.test,Pia\n'
    await importing(everybody, '--invites', 'none')
    const unconfirmed = await importing('Email,Name\nola@gone.test,Ola\n', ...mode)
    expect(unconfirmed.status).toBe(3)
    const [, number] = /--confirm-deactivations (\d+)/.exec(unconfirmed.stderr) ?? []
    expect(unconfirmed.stderr).toContain(`${number} users would be deactivated: `)

    const wrong = await importing('Email,Name\nola@gone.test,Ola\n', ...mode, '--confirm-deactivations', '1', '--yes')
    expect(wrong).toMatchObject({ status: 3, stderr: expect.stringContaining('You confirmed 1.') })

    const right = await importing('Email,Name\nola@gone.test,Ola\n', ...mode, '--confirm-deactivations', `${number}`)
    expect(right).toMatchObject({ status: 0, stdout: expect.stringContaining(`${number} deactivated`) })
  })

  test('is asked about on a terminal, where anything but the number stops the import', async () => {
    await importing('Email,Name\nola@gone.test,Ola\nqi@gone.test,Qi\n', '--invites', 'none')
    await writeFile(join(folder, 'people.csv'), 'Email,Name\nola@gone.test,Ola\n')
    const answers = [
      { keys: 'yes\r', status: 3, says: 'nobody was deactivated' },
      { keys: '1\r', status: 0, says: '1 deactivated' },
    ]
    for (const { keys, status, says } of answers) {
      const terminal = openTerminal(['import', 'people.csv', ...mode], surroundings)
      await terminal.says('type their number, 1')
      terminal.type(keys)
      const ended = await terminal.ended
      expect(ended.stdout).toContain(says)
      expect(ended.status).toBe(status)
    }
  })
})

describe('an import on a terminal', () => {
  test('asks for the invites and for consent, and shows a bar', async () => {
    await writeFile(join(folder, 'people.csv'), 'Email,Name\nrob@tty.test,Rob\n')
    const terminal = openTerminal(['import', 'people.csv'], surroundings)
    await terminal.says('Invite new users?')
    terminal.type('\r')
    await terminal.says('Apply it?')
    terminal.type('y')
    const { status, stdout } = await terminal.ended
    expect(stdout).toContain('██')
    expect(stdout).toContain('Done: 1 created.')
    expect(status).toBe(0)
  })

  test('is cancelled by a no and by Ctrl-C at the question', async () => {
    await writeFile(join(folder, 'people.csv'), 'Email,Name\nsam@tty.test,Sam\n')
    for (const [keys, status] of [
      ['n', 3],
      ['\u0003', 130],
    ] as const) {
      const terminal = openTerminal(['import', 'people.csv', '--invites', 'none'], surroundings)
      await terminal.says('Apply it?')
      terminal.type(keys)
      expect(await terminal.ended).toMatchObject({ status })
    }
    expect(await addressesOf('sam@tty.test')).toEqual([])
  })
})
