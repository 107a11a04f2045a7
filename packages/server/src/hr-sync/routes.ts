import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express'
import { takeOrWait } from '../access/rate-limit.ts'
import { isConnectionLost } from '../base/database.ts'
import { Fault } from '../base/errors.ts'
import { bareId, globalId } from '../base/graphql/ids.ts'
import { inTransaction, readingWork, serving, type Server, type Work } from '../base/work.ts'
import { findHrIntegrationByToken } from './find-hr-integrations.ts'
import { findScimGroup, findScimGroups, findScimUser, findScimUsers, type ScimList } from './find-scim.ts'
import { HrProtocol, viewerOfHrIntegration, type HrIntegration } from '../access/hr-integration.ts'
import { noteFailure, noteSuccess } from './note-sync.ts'
import { addHrGroup, pushGroup } from './push-group.ts'
import { addHrUser, pushUser } from './push-user.ts'
import { removeHrGroup } from './remove-group.ts'
import { removeHrUser } from './remove-user.ts'
import { MOST_RESULTS, resourceTypes, schemas, serviceProviderConfig } from './scim-discovery.ts'
import { scimErrorBody, ScimProblem, scimProblemOf } from './scim-error.ts'
import { parseFilter } from './scim-filter.ts'
import { groupChangeOf, groupOf, groupResource } from './scim-group.ts'
import { isObject, normaliseGroup, normaliseOperations, normaliseResource } from './scim-normalise.ts'
import { patched } from './scim-patch.ts'
import { namesIn, projected } from './scim-projection.ts'
import { userResource, type SyncedUser } from './scim-user.ts'

const MEDIA_TYPE = 'application/scim+json'
// Ten thousand members with their names and addresses are 2 MB.
const LARGEST_BODY = '5mb'
const RESULTS = 100
const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

/** A request of an HR system, and on whose behalf it is answered. */
interface Called {
  server: Server
  integration: HrIntegration
  baseUrl: string
}

/** SCIM 2.0 for HR and identity systems. */
export function hrRoutes(server: Server): Router {
  const root = express.Router()
  const router = express.Router({ mergeParams: true })
  router.use(identify(server))
  router.use(express.json({ type: ['application/json', MEDIA_TYPE], limit: LARGEST_BODY }))
  addDiscovery(router)
  addUsers(router)
  addGroups(router)
  router.use((_request, _response, next) => next(new ScimProblem(404, 'There is nothing at this address.')))
  router.use(answerProblem(server))
  root.use('/scim/v2/:organization', router)
  return root
}

function addUsers(router: Router): void {
  router.get('/Users', async (request, response) => {
    const called = calledOf(response)
    const list = await findScimUsers(reading(called), pageOf(request), called.integration)
    sendList(request, response, list, (synced) => userResource(synced, called))
  })
  router.post('/Users', async (request, response) => {
    const document = normaliseResource(request.body)
    const synced = await write(response, (work, integration) => addHrUser(work, integration, document))
    const resource = userResource(synced, calledOf(response))
    response.location(`${calledOf(response).baseUrl}/Users/${String(resource['id'])}`)
    await sendChanged(request, response, 201, synced)
  })
  router.get('/Users/:id', async (request, response) => {
    const called = calledOf(response)
    const synced = await findScimUser(reading(called), request.params.id)
    send(response, 200, asked(request, userResource(synced, called)))
  })
  router.put('/Users/:id', async (request, response) => {
    const document = normaliseResource(request.body)
    await changeUserBy(request, response, () => document)
  })
  router.patch('/Users/:id', async (request, response) => {
    const operations = normaliseOperations(request.body)
    await changeUserBy(request, response, (document) => patched(document, operations))
  })
  router.delete('/Users/:id', async (request, response) => {
    await write(response, (work, integration) => removeHrUser(work, integration, bareId('User', request.params.id)))
    await sendNothing(response)
  })
}

async function changeUserBy(
  request: Request<{ id: string }>,
  response: Response,
  change: Parameters<typeof pushUser>[2]['change'],
): Promise<void> {
  const userId = bareId('User', request.params.id)
  const synced = await write(response, (work, integration) => pushUser(work, integration, { userId, change }))
  await sendChanged(request, response, 200, synced)
}

async function sendChanged(request: Request, response: Response, status: number, synced: SyncedUser): Promise<void> {
  const called = calledOf(response)
  await noteSuccess(called.server, called.integration)
  send(response, status, asked(request, userResource(synced, called)))
}

function addGroups(router: Router): void {
  router.get('/Groups', async (request, response) => {
    const called = calledOf(response)
    const list = await findScimGroups(reading(called), pageOf(request), wantsMembers(request))
    sendList(request, response, list, (group) => groupResource(group, called.baseUrl))
  })
  router.get('/Groups/:id', async (request, response) => {
    const called = calledOf(response)
    const group = await findScimGroup(reading(called), request.params.id, wantsMembers(request))
    send(response, 200, asked(request, groupResource(group, called.baseUrl)))
  })
  router.post('/Groups', async (request, response) => {
    const group = groupOf(normaliseGroup(request.body), request.body)
    const team = await write(response, (work, integration) => addHrGroup(work, integration, group))
    response.location(`${calledOf(response).baseUrl}/Groups/${globalId('Team', team.id)}`)
    await sendGroup(request, response, 201, team.id)
  })
  router.put('/Groups/:id', async (request, response) => {
    const change = groupOf(normaliseGroup(request.body), request.body)
    const teamId = bareId('Team', request.params.id)
    await write(response, (work, integration) => pushGroup(work, integration, { teamId, change }))
    await sendGroup(request, response, 200, teamId)
  })
  router.patch('/Groups/:id', async (request, response) => {
    const change = groupChangeOf(normaliseOperations(request.body))
    const teamId = bareId('Team', request.params.id)
    await write(response, (work, integration) => pushGroup(work, integration, { teamId, change }))
    await sendNothing(response)
  })
  router.delete('/Groups/:id', async (request, response) => {
    const teamId = bareId('Team', request.params.id)
    await write(response, (work, integration) => removeHrGroup(work, integration, teamId))
    await sendNothing(response)
  })
}

async function sendGroup(request: Request, response: Response, status: number, teamId: string): Promise<void> {
  const called = calledOf(response)
  await noteSuccess(called.server, called.integration)
  const group = await findScimGroup(reading(called), globalId('Team', teamId), wantsMembers(request))
  send(response, status, asked(request, groupResource(group, called.baseUrl)))
}

async function sendNothing(response: Response): Promise<void> {
  const { server, integration } = calledOf(response)
  await noteSuccess(server, integration)
  response.status(204).end()
}

function addDiscovery(router: Router): void {
  const catalogue = (path: string, idOf: 'id' | 'name', make: (called: Called) => Record<string, unknown>[]) => {
    router.get(`/${path}`, (request, response) => {
      const items = make(calledOf(response))
      sendList(request, response, { total: items.length, items }, (item) => item)
    })
    router.get(`/${path}/:id`, (request, response) => {
      const item = make(calledOf(response)).find((one) => one[idOf] === request.params.id)
      if (!item) throw new ScimProblem(404, 'There is nothing with this id.')
      send(response, 200, item)
    })
  }
  router.get('/ServiceProviderConfig', (_request, response) => {
    send(response, 200, serviceProviderConfig(calledOf(response).baseUrl))
  })
  catalogue('ResourceTypes', 'name', resourceTypes)
  catalogue('Schemas', 'id', schemas)
}

/** Finds the integration behind the token; the organization in the path must be its own. */
function identify(server: Server): RequestHandler<{ organization: string }> {
  return async (request, response, next) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    const reader = server.database.reader.manager
    const integration = token ? await findHrIntegrationByToken(reader, token, server.now()) : null
    if (!integration || integration.organizationId !== request.params.organization) {
      response.setHeader('www-authenticate', 'Bearer')
      throw new ScimProblem(401, 'Send the token of the HR integration as "Authorization: Bearer rch_…".')
    }
    const { organizationId, id } = integration
    const limit = { name: 'scim', most: server.config.scimRequestsPerMinute, seconds: 60 }
    await takeOrWait(server, limit, { key: `${organizationId} ${id}`, what: 'Requests of one HR integration' })
    const called: Called = {
      server: serving(server, { id: response.locals['requestId'] as string, caller: request.ip ?? null }),
      integration,
      baseUrl: `${server.config.publicUrl}/scim/v2/${organizationId}`,
    }
    response.locals['called'] = called
    if (integration.protocol !== HrProtocol.SCIM) {
      throw new ScimProblem(
        403,
        `The HR integration ${integration.name} does not speak SCIM (${integration.protocol}).`,
      )
    }
    if (integration.paused) {
      throw new ScimProblem(403, `The HR integration ${integration.name} is paused. An Owner or Admin can resume it.`)
    }
    next()
  }
}

function calledOf(response: Response): Called {
  return response.locals['called'] as Called
}

function reading({ server, integration }: Called): Work {
  return readingWork(server, viewerOfHrIntegration(integration))
}

function write<Result>(
  response: Response,
  verb: (work: Work, integration: HrIntegration) => Promise<Result>,
): Promise<Result> {
  const { server, integration } = calledOf(response)
  return inTransaction(server, viewerOfHrIntegration(integration), (work) => verb(work, integration))
}

function pageOf({ query }: Request): {
  startIndex: number
  count: number
  filter: ReturnType<typeof parseFilter> | null
} {
  const filter = query['filter']
  return {
    startIndex: Math.max(1, wholeNumber(query['startIndex'], 1)),
    count: Math.min(MOST_RESULTS, Math.max(0, wholeNumber(query['count'], RESULTS))),
    filter: typeof filter === 'string' && filter.trim() ? parseFilter(filter) : null,
  }
}

function wholeNumber(text: unknown, otherwise: number): number {
  if (text === undefined) return otherwise
  const number = Number(text)
  if (typeof text === 'string' && Number.isSafeInteger(number)) return Math.min(number, 1_000_000_000)
  throw new ScimProblem(400, 'startIndex and count are whole numbers.', 'invalidValue')
}

function asked({ query }: Request, resource: Record<string, unknown>): Record<string, unknown> {
  return projected(resource, {
    attributes: namesIn(query['attributes']),
    excluded: namesIn(query['excludedAttributes']),
  })
}

function wantsMembers({ query }: Request): boolean {
  const attributes = namesIn(query['attributes'])
  const isNamed = attributes.some((name) => name === 'members' || name.startsWith('members.'))
  return attributes.length > 0 ? isNamed : !namesIn(query['excludedAttributes']).includes('members')
}

function sendList<Item>(
  request: Request,
  response: Response,
  { total, items }: ScimList<Item>,
  resourceOf: (item: Item) => Record<string, unknown>,
): void {
  const { server, integration } = calledOf(response)
  noteSuccess(server, integration).catch((error: unknown) =>
    server.log.warn({ err: error }, 'The last sync of an HR integration was not noted'),
  )
  send(response, 200, {
    schemas: [LIST_SCHEMA],
    totalResults: total,
    startIndex: pageOf(request).startIndex,
    itemsPerPage: items.length,
    Resources: items.map((item) => asked(request, resourceOf(item))),
  })
}

function send(response: Response, status: number, body: object): void {
  response.status(status).type(MEDIA_TYPE).send(JSON.stringify(body))
}

/** Every no in the form of SCIM, what express itself refuses included. */
function answerProblem(server: Server): ErrorRequestHandler {
  return async (error: unknown, request: Request, response: Response, next) => {
    if (response.headersSent) return next(error)
    const problem = scimProblemOf(error) ?? ofTransport(error)
    if (!problem) server.log.error({ err: error, requestId: response.locals['requestId'] }, 'A SCIM request failed')
    const told =
      problem ?? new ScimProblem(500, 'Something went wrong on our side. The request id finds it in the log.')
    const called = calledOf(response) as Called | undefined
    if (called && request.method !== 'GET') {
      const failure = { externalId: externalIdOf(request.body), message: told.message }
      await noteFailure(called.server, called.integration, failure).catch((failed: unknown) =>
        server.log.warn({ err: failed }, 'A failure of an HR integration was not noted'),
      )
    }
    const wait = error instanceof Fault ? error.facts['retryAfter'] : undefined
    if (typeof wait === 'number') response.setHeader('retry-after', String(Math.ceil(wait)))
    send(response, told.status, scimErrorBody(told))
  }
}

function ofTransport(error: unknown): ScimProblem | null {
  if (isConnectionLost(error)) return new ScimProblem(503, 'The database cannot be reached. Try again.')
  const { status } = error as { status?: number }
  if (status === 413) return new ScimProblem(413, `A request has at most ${LARGEST_BODY}.`)
  if (status === undefined || status >= 500) return null
  return new ScimProblem(400, 'The request body is not JSON.', 'invalidSyntax')
}

function externalIdOf(body: unknown): string | null {
  const { externalId, userName } = isObject(body) ? body : {}
  const told = externalId ?? userName
  return typeof told === 'string' ? told.slice(0, 255) : null
}
