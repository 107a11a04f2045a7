import type { ApiErrorCode, UserError, UserErrorCode } from './generated/graphql.ts'

// Errors of another copy of the SDK (the CommonJS one beside the ES module, say) carry it too.
const BRAND = Symbol.for('@rollcall/sdk/error')

/** An entry of the top-level `errors` list of an answer. */
export interface ApiError {
  message: string
  code: ApiErrorCode | (string & {})
  /** The field of the answer that is missing because of it. */
  path: readonly (string | number)[]
  /** The role or permission that was missing, with FORBIDDEN. */
  requires: string | undefined
}

/** Discriminated by `__typename`; a type added later arrives with the fields that all of them share. */
export type AnyUserError = UserError

/** The codes an error of the SDK can have. */
export type RollcallErrorCode =
  | UserErrorCode
  | ApiErrorCode
  | 'NETWORK'
  | 'TIMEOUT'
  | 'ABORTED'
  | 'BAD_RESPONSE'
  | 'FILE_UNREADABLE'
  | 'IMPORT_FAILED'

/** What is known about the call that failed. */
export interface FailedCall {
  operation?: string | undefined
  requestId?: string | undefined
  status?: number | undefined
  attempts?: number | undefined
  cause?: unknown
}

/** Everything the SDK throws is one of these. `instanceof` works within a copy of the SDK; `isRollcallError` across copies. */
export class RollcallError extends Error {
  /** What went wrong, for programs; `RollcallErrorCode` lists what is known today. */
  readonly code: string
  /** The GraphQL operation, for example `InviteUser`. */
  readonly operation: string | undefined
  /** Finds the call in the log of the server. */
  readonly requestId: string | undefined
  /** HTTP status of the last answer. */
  readonly status: number | undefined
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean
  /** How often the call was sent. */
  readonly attempts: number

  constructor(code: string, message: string, call: FailedCall = {}, retryable = false) {
    super(message, call.cause === undefined ? undefined : { cause: call.cause })
    Object.defineProperty(this, BRAND, { value: true })
    this.name = 'RollcallError'
    this.code = code
    this.operation = call.operation
    this.requestId = call.requestId
    this.status = call.status
    this.retryable = retryable
    this.attempts = call.attempts ?? 0
  }

  /** What may stand in a log: no credential, no variables. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), message: this.message }
  }
}

const LATER_MAY_DO: ReadonlySet<string> = new Set(['IMPORT_BUSY', 'RESEND_TOO_SOON'])

/** The server understood the call and refused it: the `userErrors` of a mutation. */
export class UserInputError extends RollcallError {
  /** Everything that is wrong with the call; never empty. */
  readonly userErrors: readonly AnyUserError[]

  constructor(userErrors: readonly [AnyUserError, ...AnyUserError[]], call?: FailedCall) {
    const [{ code, message, hint }] = userErrors
    super(code, hint ? `${message} ${hint}` : message, call, LATER_MAY_DO.has(code))
    this.name = 'UserInputError'
    this.userErrors = userErrors
  }

  /** The first mistake with this code. */
  find(code: UserErrorCode): AnyUserError | undefined {
    return this.userErrors.find((mistake) => mistake.code === code)
  }
}

/** No credential, or one that is not valid. */
export class AuthenticationError extends RollcallError {
  constructor(message: string, call?: FailedCall) {
    super('UNAUTHENTICATED', message, call)
    this.name = 'AuthenticationError'
  }
}

/** The credential is valid and lacks a role or permission. */
export class PermissionError extends RollcallError {
  /** The role or permission that was missing. */
  readonly requires: string | undefined

  constructor(message: string, requires: string | undefined, call?: FailedCall) {
    super('FORBIDDEN', message, call)
    this.name = 'PermissionError'
    this.requires = requires
  }
}

/** Too many calls; nothing was done. */
export class RateLimitError extends RollcallError {
  /** Milliseconds to wait before the next call. */
  readonly retryAfterMs: number

  constructor(message: string, retryAfterMs: number, call?: FailedCall) {
    super('RATE_LIMITED', message, call, true)
    this.name = 'RateLimitError'
    this.retryAfterMs = retryAfterMs
  }
}

/** The document or a variable does not fit the schema: usually SDK and server are of different versions. */
export class RequestError extends RollcallError {
  readonly errors: readonly ApiError[]

  constructor(errors: readonly [ApiError, ...ApiError[]], call?: FailedCall) {
    super(errors[0].code, errors[0].message, call)
    this.name = 'RequestError'
    this.errors = errors
  }
}

/** The server failed, or what answered is no Rollcall server. */
export class ServerError extends RollcallError {
  constructor(code: string, message: string, call?: FailedCall) {
    super(code, message, call, code === 'SERVICE_UNAVAILABLE')
    this.name = 'ServerError'
  }
}

/** The server was not reached, or the connection broke. */
export class NetworkError extends RollcallError {
  constructor(message: string, call?: FailedCall) {
    super('NETWORK', message, call, true)
    this.name = 'NetworkError'
  }
}

/** There was no answer in time. */
export class TimeoutError extends RollcallError {
  /** The time that was allowed. */
  readonly timeoutMs: number

  constructor(timeoutMs: number, call?: FailedCall) {
    super('TIMEOUT', `There was no answer within ${timeoutMs} ms.`, call, true)
    this.name = 'TimeoutError'
    this.timeoutMs = timeoutMs
  }
}

/** The caller's signal; `cause` is its reason. */
export class AbortedError extends RollcallError {
  constructor(call?: FailedCall) {
    super('ABORTED', 'The call was aborted by its signal.', call)
    this.name = 'AbortedError'
  }
}

/** Whether something thrown came from an SDK, this copy or another, and has the code. */
export function isRollcallError(error: unknown, code?: RollcallErrorCode): error is RollcallError {
  if (typeof error !== 'object' || error === null || !(BRAND in error)) return false
  const { code: own, userErrors = [] } = error as Partial<UserInputError>
  return code === undefined || own === code || userErrors.some((mistake) => mistake.code === code)
}

/** The error for the top-level `errors` of an answer. */
export function apiFailure(errors: readonly [ApiError, ...ApiError[]], call: FailedCall): RollcallError {
  const [{ code, message, requires }] = errors
  if (code === 'UNAUTHENTICATED') return new AuthenticationError(message, call)
  if (code === 'FORBIDDEN') return new PermissionError(message, requires, call)
  if (code === 'SERVICE_UNAVAILABLE' || code === 'INTERNAL_SERVER_ERROR') return new ServerError(code, message, call)
  return new RequestError(errors, call)
}

/** The error for an answer that is not GraphQL: from a proxy, most often. */
export function httpFailure(status: number, message: string, call: FailedCall, hint = ''): RollcallError {
  switch (status) {
    case 401:
      return new AuthenticationError(message, call)
    case 403:
      return new PermissionError(message, undefined, call)
    case 413:
      return new RequestError([{ message, code: 'PAYLOAD_TOO_LARGE', path: [], requires: undefined }], call)
    case 408:
    case 502:
    case 503:
    case 504:
      return new ServerError('SERVICE_UNAVAILABLE', message, call)
    default:
      return new ServerError('BAD_RESPONSE', message + hint, call)
  }
}

/** The refusal of an id that leads nowhere, where the API answers with null. */
export function noSuchImport(id: string): UserInputError {
  const message = 'There is no import with this id.'
  return new UserInputError([{ __typename: 'NotFoundError', code: 'NOT_FOUND', message, path: [], hint: null, id }])
}
