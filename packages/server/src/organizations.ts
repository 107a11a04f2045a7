import { parseArgs } from 'node:util'
import { newOrganizationId, Organization } from './access/organization.ts'
import { systemViewer } from './base/viewer.ts'
import { inTransaction, type Server } from './base/work.ts'
import { sendInvite } from './invites/send-invite.ts'
import { createOrganization } from './users/create-organization.ts'
import { User } from './users/user.ts'

const USAGE = `To list all organizations:
  npm run organizations

To add one:
  npm run organizations -- add "Example Academy" --owner olga@example.com

  --owner       email address of the owner
  --owner-name  what the owner is called; "Owner" when left out
  --invite      mail the owner an activation link
`

/** What `npm run organizations` is asked to do. */
export type OrganizationsCommand =
  | { act: 'list' }
  | { act: 'add'; name: string; owner: { email: string; name: string }; isInvited: boolean }

/** Reads the words behind the command; throws what is wrong with them, with how it is used. */
export function readOrganizationsCommand(words: readonly string[]): OrganizationsCommand {
  const { positionals, values } = parsed(words)
  const [act = 'list', name, ...more] = positionals
  if (act === 'list' && name === undefined && Object.keys(values).length === 0) return { act }
  if (act !== 'add') throw new Error(`There is no "${positionals.join(' ')}".\n\n${USAGE}`)
  if (name === undefined) throw new Error(`Which organization? Its name is missing.\n\n${USAGE}`)
  if (more.length > 0)
    throw new Error(`Put a name of several words in quotes: "${[name, ...more].join(' ')}".\n\n${USAGE}`)
  if (!values.owner) throw new Error(`Whose is it? --owner is missing.\n\n${USAGE}`)
  const owner = { email: values.owner, name: values['owner-name'] ?? 'Owner' }
  return { act, name, owner, isInvited: values.invite ?? false }
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { owner: { type: 'string' }, 'owner-name': { type: 'string' }, invite: { type: 'boolean' } },
    })
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${USAGE}`, { cause: error })
  }
}

/** Adds an organization, and says what was made, with the first API key. */
export async function addOrganization(
  server: Server,
  { name, owner: asked, isInvited }: Extract<OrganizationsCommand, { act: 'add' }>,
): Promise<string> {
  const viewer = systemViewer(newOrganizationId())
  const { organization, owner, apiKey } = await inTransaction(server, viewer, async (work) => {
    const made = await createOrganization(work, { name, owner: asked })
    if (isInvited) await sendInvite(work, made.owner, null)
    return made
  })
  const mailed = isInvited
    ? 'An activation link is on its way to them.'
    : 'Nothing was mailed to them; the mutation resendInvite sends an activation link.'
  return `Made ${organization.name} (${organization.id}), with the owner ${owner.name}, ${owner.email}. ${mailed}

API key of the owner, shown this once:

  ${apiKey}

`
}

/** All organizations, the oldest first, with how many users each has. */
export async function listOrganizations({ database }: Pick<Server, 'database'>): Promise<string> {
  const rows = await database.reader.manager
    .createQueryBuilder(Organization, 'organization')
    .leftJoin(User, 'user', 'user.organizationId = organization.id')
    .select('organization.id', 'id')
    .addSelect('organization.name', 'name')
    .addSelect('COUNT(user.id)', 'users')
    .groupBy('organization.id')
    .orderBy('organization.createdAt')
    .addOrderBy('organization.id')
    .getRawMany<{ id: string; name: string; users: number | string }>()
  const lines = rows.map(({ id, name, users }) => `${id}  ${String(users).padStart(9)}  ${name}\n`)
  return [`${'id'.padEnd(10)}  ${'users'.padStart(9)}  name\n`, ...lines].join('')
}
