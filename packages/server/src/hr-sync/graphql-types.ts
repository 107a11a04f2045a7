import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionType } from '../base/graphql/connection.ts'
import { NodeType } from '../base/graphql/node.ts'
import { MutationPayloadType } from '../base/graphql/user-error.ts'
import { UrlScalar } from '../base/graphql/scalars.ts'
import { Role } from '../base/viewer.ts'
import { ColumnMappingInput } from '../imports/graphql-inputs.ts'
import { ImportSessionType } from '../imports/graphql-types.ts'
import { EmptyCellPolicy, NameMatching, UserMatchKey } from '../imports/import-settings.ts'
import { UserType } from '../users/graphql-types.ts'
import { HrIntegrationStatus, HrProtocol } from '../access/hr-integration.ts'

registerEnumType(HrProtocol, {
  name: 'HrProtocol',
  description: 'How an HR integration works.',
  valuesConfig: {
    BAMBOOHR: { description: 'BambooHR is asked on a schedule who has changed.' },
    ROSTER: { description: 'A file of everybody is fetched on a schedule, or sent to this server with `PUT`.' },
    SCIM: { description: 'The HR or identity system pushes users to this server with SCIM 2.0.' },
  },
})

registerEnumType(HrIntegrationStatus, {
  name: 'HrIntegrationStatus',
  description: 'Where an HR integration stands.',
  valuesConfig: {
    WAITING: { description: 'Made, but nothing has been received yet.' },
    ACTIVE: { description: 'Working.' },
    PAUSED: { description: 'Switched off by hand.' },
    FAILING: { description: 'The last requests failed.' },
  },
})

@ObjectType('HrSyncFailure', { description: 'A request of an HR system that was refused.' })
class HrSyncFailureType {
  @Field(() => Date, { description: 'When.' })
  at!: Date

  @Field(() => String, { nullable: true, description: 'Whom it was about, as the HR system calls them.' })
  externalId!: string | null

  @Field(() => String, { description: 'Why it was refused.' })
  message!: string
}

@ObjectType('HrAttributeMapping', {
  description: 'From which attributes of the HR system a field of its users is taken.',
})
export class HrAttributeMappingType {
  @Field(() => String, { description: 'Key of the field, such as `jobTitle`, or `custom.<key>` of a custom field.' })
  field!: string

  @Field(() => String, { description: 'Name of the field for people, such as `job title`.' })
  label!: string

  @Field(() => [String], {
    description:
      'SCIM attributes, such as `title`; the first that holds something counts. None: the integration leaves the field alone.',
  })
  attributes!: readonly string[]

  @Field(() => Boolean, { description: 'Whether it is taken as it is unless somebody says otherwise.' })
  isDefault!: boolean
}

@InputType('HrAttributeMappingInput', {
  description: 'From which attributes of the HR system a field of its users is taken.',
})
export class HrAttributeMappingInput {
  @Field(() => String, { description: 'Key of the field, such as `jobTitle`, or `custom.<key>` of a custom field.' })
  field!: string

  @Field(() => [String], {
    description:
      'At most five SCIM attributes, such as `title`, `name.givenName`, `emails[type eq "work"].value` or `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division`; the first that holds something counts. None: the integration leaves the field alone, and it is not its own.',
  })
  attributes!: string[]
}

@ObjectType('HrIntegration', { implements: NodeType, description: 'A link to an HR or identity system.' })
export class HrIntegrationType extends NodeType {
  @Field(() => String, { description: 'Name for people.' })
  name!: string

  @Field(() => HrProtocol, { description: 'How it works.' })
  protocol!: HrProtocol

  @Field(() => String, { description: 'Last four characters of the token.' })
  tokenHint!: string

  @Field(() => Boolean, { description: 'Whether new starters get an invite.' })
  sendInvites!: boolean

  @Field(() => Boolean, { description: 'Whether leavers are deactivated.' })
  deactivateLeavers!: boolean

  @Field(() => Role, { description: 'Role of new starters for whom the HR system names none.' })
  defaultRole!: Role

  @Field(() => Date, { nullable: true, description: 'When something was last received.' })
  lastSyncAt!: Date | null

  @Field(() => [HrSyncFailureType], { description: 'The newest failures, at most twenty.' })
  recentFailures!: HrSyncFailureType[]
}

@ObjectType('HrRoster', { description: 'The file of everybody that an HR system writes, and how it is read.' })
export class HrRosterType {
  @Field(() => UrlScalar, { nullable: true, description: 'Where it is fetched; null where it is sent alone.' })
  url!: string | null

  @Field(() => Boolean, { description: 'Whether an authorization is sent when it is fetched. It is never shown.' })
  hasAuthorization!: boolean

  @Field(() => String, { nullable: true, description: 'When it is fetched, as a cron expression of five parts.' })
  schedule!: string | null

  @Field(() => String, { description: 'Time zone of the schedule.' })
  timeZone!: string

  @Field(() => Date, { nullable: true, description: 'When it is fetched next; null without a schedule.' })
  nextRunAt!: Date | null

  @Field(() => UserMatchKey, { description: 'By what a row finds its user.' })
  matchBy!: UserMatchKey

  @Field(() => String, { nullable: true, description: 'Key of the custom field, with `matchBy: CUSTOM_FIELD`.' })
  matchCustomField!: string | null

  @Field(() => EmptyCellPolicy, { description: 'What an empty cell does.' })
  emptyCells!: EmptyCellPolicy

  @Field(() => NameMatching, { description: 'How names of teams and locations are compared.' })
  nameMatching!: NameMatching

  @Field(() => Boolean, { description: 'Whether teams that do not exist are made.' })
  createMissingTeams!: boolean

  @Field(() => Boolean, { description: 'Whether locations that do not exist are made.' })
  createMissingLocations!: boolean

  @Field(() => Int, { nullable: true, description: 'Rows of the last file that was taken.' })
  rowCount!: number | null

  @Field(() => ImportSessionType, { nullable: true, description: 'The import of the last file that was taken.' })
  lastImport!: unknown
}

@ObjectType('HrSource', { description: 'Where and when an HR system is asked for its people.' })
export class HrSourceType {
  @Field(() => UrlScalar, { description: 'Where it is asked.' })
  url!: string

  @Field(() => String, { description: 'When it is asked, as a cron expression of five parts.' })
  schedule!: string

  @Field(() => String, { description: 'Time zone of the schedule.' })
  timeZone!: string

  @Field(() => Date, { nullable: true, description: 'When it is asked next.' })
  nextRunAt!: Date | null
}

@InputType('HrSourceInput', {
  description:
    'Where and when an HR system is asked. A field left out stays. Saving it has everybody asked for at once.',
})
export class HrSourceInput {
  @Field(() => String, {
    nullable: true,
    description: 'Its address, for BambooHR `https://api.bamboohr.com/api/gateway.php/` and the name of the company.',
  })
  url?: string | null

  @Field(() => String, { nullable: true, description: 'API key. Kept encrypted, never shown.' })
  apiKey?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'When it is asked: a cron expression of five parts; at first every hour.',
  })
  schedule?: string | null

  @Field(() => String, { nullable: true, description: 'IANA time zone of the schedule; at first UTC.' })
  timeZone?: string | null
}

@InputType('HrRosterInput', {
  description: 'How a roster is fetched and read. A field left out stays. Saving it has it fetched at once.',
})
export class HrRosterInput {
  @Field(() => String, {
    nullable: true,
    description: 'Where it is fetched: an https address on the public internet. null: it is sent alone.',
  })
  url?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Sent as `Authorization` when it is fetched, for example `Basic …`. Kept encrypted, never shown.',
  })
  authorization?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'When it is fetched: a cron expression of five parts, such as `30 2 * * *`.',
  })
  schedule?: string | null

  @Field(() => String, { nullable: true, description: 'IANA time zone of the schedule; without one UTC.' })
  timeZone?: string | null

  @Field(() => [ColumnMappingInput], {
    nullable: true,
    description: 'Columns that are not what their headers suggest; null: all are.',
  })
  mappings?: ColumnMappingInput[] | null

  @Field(() => UserMatchKey, { nullable: true, description: 'By what a row finds its user; at first EMAIL.' })
  matchBy?: UserMatchKey | null

  @Field(() => String, {
    nullable: true,
    description: 'With `matchBy: CUSTOM_FIELD`: the key of the unique custom field by which a row finds its user.',
  })
  matchCustomField?: string | null

  @Field(() => EmptyCellPolicy, { nullable: true, description: 'What an empty cell does; at first KEEP.' })
  emptyCells?: EmptyCellPolicy | null

  @Field(() => NameMatching, { nullable: true, description: 'How names are compared; at first EXACT.' })
  nameMatching?: NameMatching | null

  @Field(() => Boolean, { nullable: true, description: 'Whether teams that do not exist are made; at first they are.' })
  createMissingTeams?: boolean | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether locations that do not exist are made; at first they are.',
  })
  createMissingLocations?: boolean | null
}

export const HrIntegrationConnectionType = connectionType('HrIntegration', () => HrIntegrationType, {
  one: 'An HR integration',
  many: 'HR integrations',
})

@InputType('CreateHrIntegrationInput', { description: 'Arguments of `createHrIntegration`.' })
export class CreateHrIntegrationInput {
  @Field(() => String, { description: 'Name for people.' })
  name!: string

  @Field(() => HrProtocol, { nullable: true, defaultValue: HrProtocol.SCIM, description: 'How it works.' })
  protocol?: HrProtocol | null

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: 'Whether new starters get an invite.' })
  sendInvites?: boolean | null

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: 'Whether leavers are deactivated.' })
  deactivateLeavers?: boolean | null

  @Field(() => Role, {
    nullable: true,
    defaultValue: Role.LEARNER,
    description: 'Role of new starters for whom the HR system names none.',
  })
  defaultRole?: Role | null

  @Field(() => [HrAttributeMappingInput], {
    nullable: true,
    description: 'From which attributes fields are taken that are not taken as usual. Not of the protocol ROSTER.',
  })
  attributeMapping?: HrAttributeMappingInput[] | null

  @Field(() => HrRosterInput, { nullable: true, description: 'Of an integration with the protocol ROSTER.' })
  roster?: HrRosterInput | null

  @Field(() => HrSourceInput, { nullable: true, description: 'Of an integration with the protocol BAMBOOHR.' })
  source?: HrSourceInput | null
}

@ObjectType('CreateHrIntegrationPayload', {
  implements: MutationPayloadType,
  description: 'What `createHrIntegration` did.',
})
export class CreateHrIntegrationPayloadType extends MutationPayloadType {
  @Field(() => HrIntegrationType, { nullable: true, description: 'The integration.' })
  hrIntegration!: HrIntegrationType | null

  @Field(() => String, { nullable: true, description: 'The token, shown only this once.' })
  token!: string | null
}

@InputType('UpdateHrIntegrationInput', {
  description: 'Arguments of `updateHrIntegration`. A field left out stays.',
})
export class UpdateHrIntegrationInput {
  @Field(() => ID, { description: 'The integration.' })
  hrIntegrationId!: string

  @Field(() => String, { nullable: true, description: 'Name for people.' })
  name?: string | null

  @Field(() => Boolean, { nullable: true, description: 'true pauses it, false resumes it.' })
  paused?: boolean | null

  @Field(() => Boolean, { nullable: true, description: 'Whether new starters get an invite.' })
  sendInvites?: boolean | null

  @Field(() => Boolean, { nullable: true, description: 'Whether leavers are deactivated.' })
  deactivateLeavers?: boolean | null

  @Field(() => Role, { nullable: true, description: 'Role of new starters.' })
  defaultRole?: Role | null

  @Field(() => [HrAttributeMappingInput], {
    nullable: true,
    description:
      'From which attributes fields are taken that are not taken as usual: the whole list, so none means that all are. It counts from what the HR system tells next; what it leaves alone people may change at once. Not of the protocol ROSTER.',
  })
  attributeMapping?: HrAttributeMappingInput[] | null

  @Field(() => HrRosterInput, {
    nullable: true,
    description: 'Of an integration with the protocol ROSTER. The next file is taken whatever its size.',
  })
  roster?: HrRosterInput | null

  @Field(() => HrSourceInput, { nullable: true, description: 'Of an integration with the protocol BAMBOOHR.' })
  source?: HrSourceInput | null
}

@ObjectType('UpdateHrIntegrationPayload', {
  implements: MutationPayloadType,
  description: 'What `updateHrIntegration` did.',
})
export class UpdateHrIntegrationPayloadType extends MutationPayloadType {
  @Field(() => HrIntegrationType, { nullable: true, description: 'The integration.' })
  hrIntegration!: HrIntegrationType | null
}

@InputType('RotateHrIntegrationTokenInput', { description: 'Arguments of `rotateHrIntegrationToken`.' })
export class RotateHrIntegrationTokenInput {
  @Field(() => ID, { description: 'The integration.' })
  hrIntegrationId!: string
}

@ObjectType('RotateHrIntegrationTokenPayload', {
  implements: MutationPayloadType,
  description: 'What `rotateHrIntegrationToken` did.',
})
export class RotateHrIntegrationTokenPayloadType extends MutationPayloadType {
  @Field(() => HrIntegrationType, { nullable: true, description: 'The integration.' })
  hrIntegration!: HrIntegrationType | null

  @Field(() => String, { nullable: true, description: 'The new token, shown only this once.' })
  token!: string | null
}

@InputType('DeleteHrIntegrationInput', { description: 'Arguments of `deleteHrIntegration`.' })
export class DeleteHrIntegrationInput {
  @Field(() => ID, { description: 'The integration.' })
  hrIntegrationId!: string
}

@ObjectType('DeleteHrIntegrationPayload', {
  implements: MutationPayloadType,
  description: 'What `deleteHrIntegration` did.',
})
export class DeleteHrIntegrationPayloadType extends MutationPayloadType {
  @Field(() => ID, { nullable: true, description: 'Id of the integration removed.' })
  deletedId!: string | null
}

@InputType('ReleaseHrUserInput', { description: 'Arguments of `releaseHrUser`.' })
export class ReleaseHrUserInput {
  @Field(() => ID, { description: 'The user.' })
  userId!: string

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'true releases the user, false gives them back to the integration.',
  })
  released?: boolean | null
}

@ObjectType('ReleaseHrUserPayload', { implements: MutationPayloadType, description: 'What `releaseHrUser` did.' })
export class ReleaseHrUserPayloadType extends MutationPayloadType {
  @Field(() => UserType, { nullable: true, description: 'The user.' })
  user!: UserType | null
}
