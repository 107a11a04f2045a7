import { Field, ID, InterfaceType, ObjectType, registerEnumType } from 'type-graphql'
import { ApiErrorCode, UserErrorCode, type Mistake } from '../errors.ts'

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'What went wrong, for programs.',
  valuesConfig: {
    COLUMN_UNKNOWN: { description: 'The column is not in the file.' },
    DEACTIVATION_LIMIT: { description: "More users would be deactivated than the organization's safety limit allows." },
    DEACTIVATION_UNCONFIRMED: {
      description: 'Deactivating this many users needs `confirmDeactivations` with the exact number.',
    },
    EMAIL_DOMAIN_NOT_ALLOWED: { description: "The email domain is not on the organization's list of allowed domains." },
    EMAIL_INVALID: { description: 'The email address is not one that mail can be sent to.' },
    EMAIL_SUPPRESSED: {
      description: 'The email address is suppressed after a hard bounce or a spam complaint; correct it first.',
    },
    EMAIL_TAKEN: { description: 'Another user, active or deactivated, already has this email address.' },
    FIELD_MAPPED_TWICE: { description: 'Two columns are mapped to the same field, or a field is mapped twice.' },
    FIELD_UNKNOWN: { description: 'The field is not one that can be imported or kept in step.' },
    FIELD_UNMAPPED: { description: 'A required field has no column or attribute mapped to it.' },
    FILE_EMPTY: { description: 'The file holds no rows under its header.' },
    FILE_ENCODING: { description: 'The file is in no encoding that can be told, or not in the one that was named.' },
    FILE_MALFORMED: { description: 'The CSV text breaks off or is malformed at the line named.' },
    FILE_NOT_CSV: { description: 'The file is neither a CSV file nor an Excel workbook (.xlsx).' },
    FILE_TOO_LARGE: { description: 'The file is larger, or has more rows, than allowed.' },
    HEADER_DUPLICATE: { description: 'The header occurs more than once in the file; name the column by `index`.' },
    HR_OWNED: {
      description: 'An HR integration keeps this in step; change it there, or have an Owner release the user.',
    },
    IDEMPOTENCY_KEY_REUSED: { description: 'The idempotency key was used before with other arguments.' },
    IDENTIFIER_TAKEN: { description: 'Another user already has this value in a field that must be unique.' },
    UNDO_NOT_POSSIBLE: { description: 'The import was committed too long ago, or has been taken back already.' },
    IMPORT_BUSY: { description: 'Another import of this organization is being committed; try again when it is done.' },
    IMPORT_STATE: { description: 'The import is not in a state in which this can be done.' },
    INVALID: { description: 'A value breaks a rule that `message` explains.' },
    INVITE_EXPIRED: { description: 'The link is past its expiry; ask for a new one.' },
    INVITE_NOT_USABLE: { description: 'The link was used, replaced by a newer one, or revoked.' },
    LAST_OWNER: { description: 'The organization would be left without an owner.' },
    NAME_NOT_ALLOWED: {
      description:
        'A name that holds a web address, a domain or control characters; it would turn into a link in the mail.',
    },
    NOT_FOUND: { description: 'No object with this id exists, or the caller may not see it.' },
    PASSWORD_TOO_WEAK: { description: 'The password does not meet the password rules.' },
    PREVIEW_STALE: { description: 'The directory changed since the preview that `expectedFingerprint` names.' },
    REQUIRED: { description: 'A required value is missing or blank.' },
    RESEND_TOO_SOON: { description: 'An invite went to this user a moment ago; wait until `hint` says.' },
    ROLE_NOT_ALLOWED: { description: 'The caller may not give or take this role.' },
    ROWS_INVALID: { description: 'Rows are invalid and the settings say to stop on the first invalid row.' },
    SELF_NOT_ALLOWED: { description: 'The caller tried to deactivate or demote the account they are signed in with.' },
    SETTINGS_REQUIRED: {
      description: 'The import has no settings yet; pass `settings` or call `configureImport` first.',
    },
    SIGN_IN_REFUSED: { description: 'The address and password do not match a user who may sign in.' },
    TIME_INVALID: { description: 'A time in the past, or further ahead than allowed.' },
    TOO_LONG: { description: 'A value is longer, larger or more than allowed.' },
    TOO_MANY_COLUMNS: { description: 'More columns than an import may have.' },
    USER_CONFIRMED: { description: 'The user has confirmed already, so there is nothing to invite to.' },
    USER_DEACTIVATED: { description: 'The user is deactivated; reactivate first.' },
    USER_NOT_DEACTIVATED: { description: 'The user is already active.' },
  },
})

registerEnumType(ApiErrorCode, {
  name: 'ApiErrorCode',
  description:
    'Codes of the top-level `errors` list, in `extensions.code`. They mean a caller, a program or the server is at fault, not the data.',
  valuesConfig: {
    BAD_USER_INPUT: {
      description: 'A variable or literal does not fit the schema, or a paging argument is out of range.',
    },
    FORBIDDEN: {
      description: 'The credential is valid but lacks the role or permission; `extensions.requires` says which.',
    },
    GRAPHQL_PARSE_FAILED: { description: 'The document is not GraphQL.' },
    GRAPHQL_VALIDATION_FAILED: { description: 'The document asks for things the schema does not have.' },
    INTERNAL_SERVER_ERROR: { description: 'A bug. `extensions.requestId` finds it in the log.' },
    PAYLOAD_TOO_LARGE: { description: 'The request body or a file part is over the transport limit.' },
    PERSISTED_QUERY_NOT_FOUND: {
      description: 'The document with this hash is not known here. Send the document beside its hash.',
    },
    QUERY_TOO_COMPLEX: {
      description:
        'The document is too deep, too repetitive or too costly; `extensions.measure`, `cost` and `limit` say by how much.',
    },
    RATE_LIMITED: { description: 'Too many requests; the `Retry-After` header says how many seconds to wait.' },
    SERVICE_UNAVAILABLE: { description: 'A part the server depends on is down; safe to retry.' },
    UNAUTHENTICATED: { description: 'No valid credential was sent.' },
  },
})

@InterfaceType('UserError', {
  resolveType: (value: { __typename: string }) => value.__typename,
  description:
    'A mistake the caller can fix. Ask for `... on EmailTakenError { user { id } }` and so on where the details help.',
})
export abstract class UserErrorType {
  @Field(() => String, { description: 'One sentence for a person.' })
  message!: string

  @Field(() => UserErrorCode, {
    description: 'What went wrong, for programs. New codes may be added: treat an unknown code like INVALID.',
  })
  code!: UserErrorCode

  @Field(() => [String], {
    description:
      'Where in the arguments it went wrong, for example `["input", "mappings", "2", "field"]`. Empty when no single argument is to blame.',
  })
  path!: string[]

  @Field(() => String, { nullable: true, description: 'What to do about it, where there is one sensible next step.' })
  hint!: string | null
}

@ObjectType('InputError', {
  implements: UserErrorType,
  description: 'A mistake that needs no more than a code and a place.',
})
export class InputErrorType extends UserErrorType {}

@ObjectType('NotFoundError', {
  implements: UserErrorType,
  description: 'An id that leads nowhere, or to something the caller may not see.',
})
export class NotFoundErrorType extends UserErrorType {
  @Field(() => ID, { description: 'The id that was given.' })
  id!: string
}

@InterfaceType('MutationPayload', {
  resolveType: (value: { __typename: string }) => value.__typename,
  description: 'What every mutation returns: the changed objects, and the mistakes a person can fix.',
})
export abstract class MutationPayloadType {
  @Field(() => [UserErrorType], {
    description: 'Empty when the mutation did what it was asked. When it is not empty nothing was changed.',
  })
  userErrors!: UserErrorType[]
}

/** The API's form of a mistake. `input` gives back an id the way it was typed. */
export function userError(mistake: Mistake, input: object = {}): UserErrorType {
  const typed = mistake.path.slice(1).reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], input)
  const { type = 'InputError', ...facts } = mistake.facts ?? {}
  return {
    __typename: type,
    code: mistake.code,
    message: mistake.message,
    path: [...mistake.path],
    hint: mistake.hint ?? null,
    ...facts,
    ...(type === 'NotFoundError' && typeof typed === 'string' ? { id: typed } : {}),
  } as unknown as UserErrorType
}
