import { Fault, Refusal, type UserErrorCode } from '../base/errors.ts'

const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** What kind of mistake a request made, where the standard has a word for it. */
export type ScimType =
  | 'invalidFilter'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'

/** A no in the words of SCIM. */
export class ScimProblem extends Error {
  readonly status: number
  readonly scimType: ScimType | null

  constructor(status: number, message: string, scimType: ScimType | null = null) {
    super(message)
    this.name = 'ScimProblem'
    this.status = status
    this.scimType = scimType
  }
}

/** The body of an answer that says no. */
export function scimErrorBody({ status, message, scimType }: ScimProblem): Record<string, unknown> {
  return { schemas: [ERROR_SCHEMA], status: String(status), ...(scimType && { scimType }), detail: message }
}

const OF_REFUSAL: Partial<Record<UserErrorCode, [number, ScimType | null]>> = {
  EMAIL_TAKEN: [409, 'uniqueness'],
  IDENTIFIER_TAKEN: [409, 'uniqueness'],
  ROLE_NOT_ALLOWED: [403, null],
  LAST_OWNER: [403, null],
  NOT_FOUND: [404, null],
}

const OF_FAULT: Partial<Record<Fault['code'], number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_USER_INPUT: 400,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
}

/** What a refusal or a fault is in SCIM; null for what nobody expected. */
export function scimProblemOf(error: unknown): ScimProblem | null {
  if (error instanceof ScimProblem) return error
  if (error instanceof Fault) return new ScimProblem(OF_FAULT[error.code] ?? 500, error.message)
  if (!(error instanceof Refusal)) return null
  const [status, scimType] = OF_REFUSAL[error.code] ?? [400, 'invalidValue']
  const sentences = error.mistakes.flatMap(({ message, hint }) => (hint ? [message, hint] : [message]))
  return new ScimProblem(status, sentences.join(' '), scimType)
}
