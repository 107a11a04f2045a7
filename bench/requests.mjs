import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'

const CONNECTIONS = 16
const ROUNDS = 3
const USERS = 50
const WARM_UP_SECONDS = 2

const QUERIES = {
  viewer: '{ viewer { kind canManagePeople grantableRoles organization { id name } } }',
  [`${USERS} users with teams`]: `{ users(first: ${USERS}) { nodes { id email name role status jobTitle
    primaryTeam { id name } secondaryTeams { id name } } pageInfo { hasNextPage endCursor } } }`,
}

/** How many requests a second are answered, beside a plain Apollo Server that gives the same answers from memory. */
export async function measureRequests(server, seconds) {
  await addUsers(server)
  const answers = {}
  for (const query of Object.values(QUERIES)) Object.assign(answers, await server.ask(query))
  const plain = fork(fileURLToPath(new URL('plain-server.mjs', import.meta.url)))
  plain.send(answers)
  const [{ port }] = await once(plain, 'message')
  const ours = { url: `${server.url}/graphql`, headers: server.headers }
  const theirs = { url: `http://127.0.0.1:${port}/graphql`, headers: {} }
  const figures = []
  for (const [name, query] of Object.entries(QUERIES)) {
    await requireSame(ours, theirs, query)
    for (const side of [ours, theirs]) await perSecond(side, query, WARM_UP_SECONDS)
    // By turns, so that what else the machine does meets both.
    const rounds = []
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ ours: await perSecond(ours, query, seconds), plain: await perSecond(theirs, query, seconds) })
    }
    figures.push({ name, ...middle(rounds) })
  }
  plain.kill()
  return figures
}

async function addUsers(server) {
  await server.ask('mutation { createTeam(input: { name: "Second" }) { team { id } userErrors { message } } }')
  const lines = Array.from({ length: USERS * 2 }, (_, index) => {
    return `person.${index}@example.com,Person ${index},Engineer,Team ${index % 9}`
  })
  const csv = ['Email,Name,Job title,Primary team', ...lines].join('\n')
  const { startImport } = await server.ask(
    'mutation ($csv: String!) { startImport(input: { csv: $csv }) { importSession { id } userErrors { message } } }',
    { csv },
  )
  const { id } = startImport.importSession
  await server.ask('mutation ($id: ID!) { mapColumns(input: { importId: $id }) { userErrors { message } } }', { id })
  await server.ask(
    `mutation ($id: ID!) { commitImport(input: { importId: $id, waitSeconds: 25, settings: {
      mode: ADD_ONLY, invites: NONE, createMissingTeams: true } }) { userErrors { message } } }`,
    { id },
  )
}

async function requireSame(ours, theirs, query) {
  const [one, other] = await Promise.all(
    [ours, theirs].map(async ({ url, headers }) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      })
      return response.text()
    }),
  )
  if (one !== other || !one.includes('"data"')) throw new Error(`The answers differ:\n${one}\n${other}`)
}

async function perSecond({ url, headers }, query, duration) {
  const { requests, non2xx, errors } = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
    connections: CONNECTIONS,
    duration,
  })
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} requests were not answered`)
  return requests.average
}

function middle(rounds) {
  const inOrder = rounds.toSorted((one, other) => one.ours / one.plain - other.ours / other.plain)
  return inOrder[Math.floor(rounds.length / 2)]
}
