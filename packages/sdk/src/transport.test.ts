import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import {
  AbortedError,
  AuthenticationError,
  isRollcallError,
  NetworkError,
  PermissionError,
  RateLimitError,
  RequestError,
  Rollcall,
  RollcallError,
  ServerError,
  TimeoutError,
  UserInputError,
  type AttemptEvent,
  type RollcallOptions,
} from './index.ts'
import { data, failure, openStandIn, rejection, type StandIn } from './testing.ts'

const CREDENTIAL = 'rck_canary'
const team = { id: 'team_1', name: 'Sales', manager: null }
const created = data({ createTeam: { team, userErrors: [] } })
const invited = data({ inviteUser: { user: { id: 'usr_1' }, invite: null, userErrors: [] } })
const nobody = data({ user: null })
const unavailable = failure('SERVICE_UNAVAILABLE', {}, 503)

let standIn: StandIn
let attempts: AttemptEvent[]

beforeEach(async () => {
  standIn = await openStandIn()
  attempts = []
})
afterEach(() => standIn.close())

function connect(options: RollcallOptions = {}): Rollcall {
  return new Rollcall({ url: standIn.url, auth: CREDENTIAL, onAttempt: (event) => attempts.push(event), ...options })
}

describe('a request', () => {
  test('carries the credential in the Authorization header and nowhere else', async () => {
    standIn.reactions = [nobody]
    await connect().users.get('usr_1')
    const [{ headers, ...rest }] = standIn.received as [(typeof standIn.received)[0]]
    expect(headers.authorization).toBe(`Bearer ${CREDENTIAL}`)
    expect(JSON.stringify([{ ...headers, authorization: '' }, rest, attempts])).not.toContain(CREDENTIAL)
  })

  test('passes the preflight check, asks for the GraphQL media type and names the language', async () => {
    standIn.reactions = [nobody]
    await connect({ language: 'de', headers: { 'x-team': 'a' } }).users.get('usr_1', { headers: { 'x-call': 'b' } })
    expect(standIn.received[0]?.headers).toMatchObject({
      'accept-language': 'de',
      'apollo-require-preflight': 'true',
      'content-type': 'application/json',
      'x-call': 'b',
      'x-team': 'a',
    })
    expect(standIn.received[0]?.headers.accept).toMatch(/^application\/graphql-response\+json/)
  })

  test('goes without a credential when there is none', async () => {
    standIn.reactions = [data({ invitation: null })]
    expect(await new Rollcall({ url: standIn.url }).invites.look('token')).toBeNull()
    expect(standIn.received[0]?.headers.authorization).toBeUndefined()
  })

  test('asks the credential function before every attempt', async () => {
    standIn.reactions = [unavailable, nobody]
    let asked = 0
    await connect({ auth: () => Promise.resolve(`token-${(asked += 1)}`) }).users.get('usr_1')
    expect(standIn.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2'])
  })

  test('is not sent when the credential cannot be had, and the reason is kept', async () => {
    const reason = new Error('vault sealed')
    const error = await rejection(connect({ auth: () => Promise.reject(reason) }).users.get('usr_1'))
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(error).toMatchObject({ cause: reason, attempts: 1 })
    expect(standIn.received).toEqual([])
  })

  test('with a credential that no header may hold fails without repeating it', async () => {
    const error = await rejection(connect({ auth: `${CREDENTIAL}\nx` }).users.get('usr_1'))
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain(CREDENTIAL)
  })
})

describe('repeating', () => {
  test('asks a query again when the server is unavailable, and tells of each attempt', async () => {
    standIn.reactions = [unavailable, 'cut', nobody]
    expect(await connect().users.get('usr_1')).toBeNull()
    expect(attempts).toMatchObject([
      { operation: 'GetUser', attempt: 1, status: 503, requestId: 'request-1', willRetryInMs: expect.any(Number) },
      { operation: 'GetUser', attempt: 2, error: expect.any(NetworkError), willRetryInMs: expect.any(Number) },
      { operation: 'GetUser', attempt: 3, status: 200, error: undefined, willRetryInMs: undefined },
    ])
  })

  test('ends after two attempts more than the first', async () => {
    standIn.reactions = [unavailable]
    const error = await rejection(connect().users.get('usr_1'))
    expect(error).toBeInstanceOf(ServerError)
    expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true, attempts: 3, operation: 'GetUser' })
    expect(standIn.received).toHaveLength(3)
  })

  test('keeps the idempotency key of a mutation', async () => {
    standIn.reactions = ['cut', 'cut', invited]
    await connect().users.invite({ email: 'ana@example.com', name: 'Ana Ruiz' })
    const keys = standIn.received.map(({ variables }) => variables['input']?.['idempotencyKey'])
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
  })

  test('makes a fresh idempotency key for each call, or takes the one given', async () => {
    standIn.reactions = [invited]
    const { users } = connect()
    await users.invite({ email: 'ana@example.com' })
    await users.invite({ email: 'ana@example.com' })
    await users.invite({ email: 'ana@example.com' }, { idempotencyKey: 'mine' })
    const keys = standIn.received.map(({ variables }) => variables['input']?.['idempotencyKey'])
    expect(new Set(keys).size).toBe(3)
    expect(keys[2]).toBe('mine')
  })

  test('leaves a mutation alone that might be carried out twice', async () => {
    standIn.reactions = ['cut', created]
    expect(await rejection(connect().teams.create({ name: 'Sales' }))).toBeInstanceOf(NetworkError)
    expect(standIn.received).toHaveLength(1)
  })

  test('sends any mutation again that was turned away for its number', async () => {
    standIn.reactions = [{ status: 429, headers: { 'retry-after': '0' }, body: 'slow down' }, created]
    expect(await connect().teams.create({ name: 'Sales' })).toEqual(team)
    expect(attempts[0]).toMatchObject({ error: expect.any(RateLimitError), willRetryInMs: 0 })
  })

  test('sends a mutation again that a limit of the API held back, unless part of it was carried out', async () => {
    const limited = (data: object) => ({
      headers: { 'retry-after': '0' },
      body: { data, errors: [{ message: 'Invites: at most 1.', extensions: { code: 'RATE_LIMITED', retryAfter: 0 } }] },
    })
    standIn.reactions = [limited({ createTeam: null }), created]
    expect(await connect().teams.create({ name: 'Sales' })).toEqual(team)
    standIn.reactions = [limited({ one: { user: null }, two: null }), created]
    const error = await rejection(connect().request('mutation { one: signOut { userErrors { code } } two: x }'))
    expect(error).toMatchObject({ code: 'RATE_LIMITED', message: 'Invites: at most 1.', attempts: 1 })
    expect(error).toBeInstanceOf(RateLimitError)
  })

  test('leaves a mutation of the caller alone unless it holds an idempotency key', async () => {
    const mutation = 'mutation Invite($input: InviteUserInput!) { inviteUser(input: $input) { user { id } } }'
    standIn.reactions = ['cut', invited]
    const rollcall = connect()
    expect(await rejection(rollcall.request(mutation, { input: {} }))).toBeInstanceOf(NetworkError)
    standIn.reactions = ['cut', invited]
    await rollcall.request(mutation, { input: { idempotencyKey: 'k' } })
    expect(attempts.map(({ operation, attempt }) => `${operation} ${attempt}`)).toEqual([
      'Invite 1',
      'Invite 1',
      'Invite 2',
    ])
  })

  test('waits as long as the server says', async () => {
    standIn.reactions = [{ ...(unavailable as object), headers: { 'retry-after': '7' }, body: {} }]
    const controller = new AbortController()
    const rollcall = connect({
      onAttempt(event) {
        attempts.push(event)
        controller.abort()
      },
    })
    expect(await rejection(rollcall.users.get('usr_1', { signal: controller.signal }))).toBeInstanceOf(AbortedError)
    expect(attempts[0]?.willRetryInMs).toBe(7_000)
  })

  test('waits a random part of a time that doubles, so that clients that failed together come back apart', async () => {
    const random = jest.spyOn(Math, 'random')
    try {
      const waits: (number | undefined)[] = []
      for (const luck of [0.001, 0.5, 0.999]) {
        random.mockReturnValue(luck)
        standIn.reactions = [unavailable]
        const controller = new AbortController()
        const onAttempt = ({ attempt, willRetryInMs }: AttemptEvent): void => {
          if (willRetryInMs !== undefined) waits.push(Math.round(willRetryInMs))
          if (attempt === 2) controller.abort()
        }
        random.mockReturnValueOnce(0)
        await rejection(connect({ onAttempt }).users.get('usr_1', { signal: controller.signal }))
      }
      expect(waits).toEqual([0, 1, 0, 500, 0, 999])
    } finally {
      random.mockRestore()
    }
  })

  test('is given up as soon as the caller does, with what is known about the call', async () => {
    standIn.reactions = [{ ...(unavailable as object), headers: { 'retry-after': '30' }, body: {} }]
    const controller = new AbortController()
    const call = connect().users.get('usr_1', { signal: controller.signal })
    while (attempts.length === 0) await new Promise((resolve) => setImmediate(resolve))
    controller.abort(new Error('window closed'))
    const error = await rejection(call)
    expect(error).toBeInstanceOf(AbortedError)
    expect(error).toMatchObject({ operation: 'GetUser', attempts: 1, status: 503, requestId: 'request-1' })
  })

  test('leaves it to the caller when the server says more than a minute', async () => {
    standIn.reactions = [{ status: 429, headers: { 'retry-after': '3600' }, body: '' }]
    expect(await rejection(connect().users.get('usr_1'))).toMatchObject({ retryAfterMs: 3_600_000, attempts: 1 })
  })
})

describe('time', () => {
  test('ends an attempt that gets no answer', async () => {
    standIn.reactions = ['hang']
    const error = await rejection(connect({ timeoutMs: 50, maxRetries: 1 }).users.get('usr_1'))
    expect(error).toBeInstanceOf(TimeoutError)
    expect(error).toMatchObject({ timeoutMs: 50, attempts: 2, code: 'TIMEOUT' })
  })

  test('is counted anew for each attempt, so that the next one may succeed', async () => {
    standIn.reactions = ['hang', nobody]
    expect(await connect().users.get('usr_1', { timeoutMs: 200 })).toBeNull()
  })

  test('of the caller is over when the signal fires, and its reason is kept', async () => {
    standIn.reactions = ['hang']
    const controller = new AbortController()
    const call = connect().users.get('usr_1', { signal: controller.signal })
    const reason = new Error('window closed')
    setTimeout(() => controller.abort(reason), 20)
    const error = await rejection(call)
    expect(error).toBeInstanceOf(AbortedError)
    expect(error).toMatchObject({ cause: reason, retryable: false, attempts: 1 })
  })

  test.each([
    ['the credential does not come', { auth: () => new Promise<string>(() => {}) }],
    ['fetch takes no notice of signals', { fetch: () => new Promise<Response>(() => {}) }],
    [
      'the answer never ends',
      { fetch: async () => new Response(new ReadableStream(), { headers: { 'content-type': 'application/json' } }) },
    ],
  ])('is over as well when %s', async (_kind, options) => {
    const { users } = connect({ ...options, maxRetries: 0 })
    expect(await rejection(users.get('usr_1', { timeoutMs: 20 }))).toMatchObject({ code: 'TIMEOUT', attempts: 1 })
    const controller = new AbortController()
    const call = users.get('usr_1', { signal: controller.signal })
    controller.abort()
    expect(await rejection(call)).toBeInstanceOf(AbortedError)
  })

  test('is not begun when the signal has fired before', async () => {
    expect(await rejection(connect().users.get('usr_1', { signal: AbortSignal.abort() }))).toBeInstanceOf(AbortedError)
    expect(standIn.received).toEqual([])
  })
})

describe('what will be gone from the schema', () => {
  const path = 'User.nickname'
  const reason = 'Use `name`. Works until 2027-06-30.'
  const noticed = { body: { data: { user: null }, extensions: { deprecations: [{ path, reason }] } } }

  test('is told once for each field', async () => {
    standIn.reactions = [noticed]
    const notices: unknown[] = []
    const rollcall = connect({ onDeprecation: (notice) => notices.push(notice) })
    await rollcall.request('{ user(id: "usr_1") { nickname } }')
    await rollcall.request('{ user(id: "usr_1") { nickname } }')
    expect(notices).toEqual([{ path, reason }])
  })

  test('is a warning while a program is made, and none in production', async () => {
    standIn.reactions = [noticed]
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {})
    const { NODE_ENV } = process.env
    try {
      process.env['NODE_ENV'] = 'production'
      await connect().users.get('usr_1')
      expect(warn).not.toHaveBeenCalled()
      process.env['NODE_ENV'] = 'development'
      await connect().users.get('usr_1')
      expect(warn.mock.calls).toEqual([[`Rollcall: ${path} is deprecated. ${reason}`]])
    } finally {
      process.env['NODE_ENV'] = NODE_ENV
      warn.mockRestore()
    }
  })
})

describe('what a newer server answers', () => {
  test('arrives as it is: states, roles and statuses that this client does not know', async () => {
    const user = { id: 'usr_1', status: 'ON_LEAVE', role: 'COACH', lastInvite: { status: 'CARRIED_BY_PIGEON' } }
    standIn.reactions = [data({ user })]
    expect(await connect().users.get('usr_1')).toEqual(user)
  })

  test('of a kind of refusal that this client does not know has what all refusals have', async () => {
    const userErrors = [
      { __typename: 'MoonPhaseError', code: 'MOON_TOO_FULL', message: 'Not tonight.', path: [], hint: null },
    ]
    standIn.reactions = [data({ createTeam: { team: null, userErrors } })]
    const error = await rejection(connect().teams.create({ name: 'Sales' }))
    expect(error).toBeInstanceOf(UserInputError)
    expect(error).toMatchObject({ code: 'MOON_TOO_FULL', message: 'Not tonight.', userErrors })
  })

  test('with an error code that this client does not know is an error with that code', async () => {
    standIn.reactions = [failure('ON_STRIKE')]
    expect(await rejection(connect().users.get('usr_1'))).toMatchObject({ code: 'ON_STRIKE', retryable: false })
  })

  test('of an import in a state that this client does not know does not end the watching of it', async () => {
    const progress = (state: string) => data({ importSession: { progress: { importId: 'imp_1', state } } })
    standIn.reactions = [failure('BAD_USER_INPUT', {}, 404), progress('PAUSED'), progress('COMMITTED')]
    const states: string[] = []
    for await (const { state } of connect().imports.watch('imp_1')) states.push(state)
    expect(states).toEqual(['PAUSED', 'COMMITTED'])
  })
})

describe('an error', () => {
  test.each([
    ['UNAUTHENTICATED', AuthenticationError, 401],
    ['FORBIDDEN', PermissionError, 200],
    ['BAD_USER_INPUT', RequestError, 400],
    ['GRAPHQL_PARSE_FAILED', RequestError, 400],
    ['GRAPHQL_VALIDATION_FAILED', RequestError, 400],
    ['PAYLOAD_TOO_LARGE', RequestError, 413],
    ['INTERNAL_SERVER_ERROR', ServerError, 500],
    ['SERVICE_UNAVAILABLE', ServerError, 503],
  ] as const)('with %s is of the class for it', async (code, type, status) => {
    standIn.reactions = [failure(code, {}, status)]
    const error = await rejection(connect({ maxRetries: 0 }).users.get('usr_1'))
    expect(error).toBeInstanceOf(type)
    expect(error).toMatchObject({
      code,
      status,
      requestId: 'request-1',
      name: type.name,
      message: `Because of ${code}.`,
    })
    expect(isRollcallError(error, code)).toBe(true)
    expect(isRollcallError(error, 'NETWORK')).toBe(false)
  })

  test('for lack of a right says which one', async () => {
    standIn.reactions = [failure('FORBIDDEN', { requires: 'OWNER, ADMIN or HR' })]
    expect(await rejection(connect().users.get('usr_1'))).toMatchObject({ requires: 'OWNER, ADMIN or HR' })
  })

  test('of a field comes back beside the rest from rawRequest', async () => {
    const errors = [{ message: 'No.', path: ['users'], extensions: { code: 'FORBIDDEN', requires: 'PEOPLE' } }]
    standIn.reactions = [{ body: { data: { users: null, roles: [] }, errors } }]
    expect(await connect().rawRequest('{ users { totalCount } roles { role } }')).toEqual({
      data: { users: null, roles: [] },
      errors: [{ message: 'No.', path: ['users'], code: 'FORBIDDEN', requires: 'PEOPLE' }],
      requestId: 'request-1',
    })
  })

  test('with userErrors is the refusal of a mutation', async () => {
    const mistakes = [
      {
        __typename: 'EmailTakenError',
        code: 'EMAIL_TAKEN',
        message: 'Taken.',
        path: [],
        hint: 'Reactivate.',
        user: null,
      },
      { __typename: 'InputError', code: 'TOO_LONG', message: 'Too long.', path: ['input', 'name'], hint: null },
    ]
    standIn.reactions = [data({ inviteUser: { user: null, invite: null, userErrors: mistakes } })]
    const error = await rejection(connect().users.invite({ email: 'ana@example.com' }))
    expect(error).toBeInstanceOf(UserInputError)
    expect(error).toMatchObject({ code: 'EMAIL_TAKEN', message: 'Taken. Reactivate.', retryable: false, attempts: 1 })
    expect((error as UserInputError).find('TOO_LONG')?.path).toEqual(['input', 'name'])
    expect(isRollcallError(error, 'TOO_LONG')).toBe(true)
    expect(standIn.received).toHaveLength(1)
  })

  test.each([
    [404, ServerError, 'BAD_RESPONSE'],
    [302, ServerError, 'BAD_RESPONSE'],
    [200, ServerError, 'BAD_RESPONSE'],
    [401, AuthenticationError, 'UNAUTHENTICATED'],
    [403, PermissionError, 'FORBIDDEN'],
    [413, RequestError, 'PAYLOAD_TOO_LARGE'],
    [429, RateLimitError, 'RATE_LIMITED'],
    [502, ServerError, 'SERVICE_UNAVAILABLE'],
  ] as const)('page with status %i is of the class for it', async (status, type, code) => {
    standIn.reactions = [{ status, headers: { location: '/elsewhere' }, body: '<html>' }]
    const error = await rejection(connect({ maxRetries: 0 }).users.get('usr_1'))
    expect(error).toBeInstanceOf(type)
    expect(error).toMatchObject({ code, status })
  })

  test('is told when an answer holds neither data nor errors', async () => {
    const { users, teams } = connect()
    for (const reaction of [data(null), data({ createTeam: null }), { body: {} }]) {
      standIn.reactions = [reaction]
      expect(await rejection(teams.create({ name: 'Sales' }))).toMatchObject({ code: 'BAD_RESPONSE' })
    }
    standIn.reactions = [data(null)]
    expect(await rejection(users.get('usr_1'))).toMatchObject({ code: 'BAD_RESPONSE' })
  })

  test('of a server that is not there says so', async () => {
    await standIn.close()
    const error = await rejection(connect({ maxRetries: 0 }).users.get('usr_1'))
    expect(error).toBeInstanceOf(NetworkError)
    expect((error as Error).message).toContain('ECONNREFUSED')
  })

  test('is written to a log without the credential and the variables', async () => {
    standIn.reactions = [failure('INTERNAL_SERVER_ERROR')]
    const error = await rejection(connect().invites.accept('secret-token', 'secret-password'))
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'ServerError',
      code: 'INTERNAL_SERVER_ERROR',
      message: 'Because of INTERNAL_SERVER_ERROR.',
      operation: 'AcceptInvite',
      requestId: 'request-1',
      status: 200,
      retryable: false,
      attempts: 1,
    })
  })

  test('of another copy of the SDK is recognized', () => {
    const other = Object.assign(new Error('No.'), { code: 'TIMEOUT', [Symbol.for('@rollcall/sdk/error')]: true })
    expect(other).not.toBeInstanceOf(RollcallError)
    expect(isRollcallError(other, 'TIMEOUT')).toBe(true)
    expect(isRollcallError(new Error('No.'))).toBe(false)
    expect(isRollcallError(undefined)).toBe(false)
  })
})
