const CONNECTIONS = 20
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** Pushes users over SCIM by some connections, then tells all of them once more as they are. Requests a second of each. */
export async function measureScim(server, users) {
  const made = await server.ask(`mutation { createHrIntegration(input: { name: "Bench", sendInvites: false }) {
    hrIntegration { baseUrl } token userErrors { message } } }`)
  const { token, hrIntegration } = made.createHrIntegration
  const call = async (method, path, body, expected) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }
    const request = { method, headers, body: JSON.stringify(body) }
    const response = await fetch(`${hrIntegration.baseUrl}${path}`, request)
    const answer = await response.json()
    if (response.status !== expected) throw new Error(`${method} ${path}: ${response.status} ${answer.detail}`)
    return answer
  }
  const people = Array.from({ length: users }, (_, index) => person(index))
  const added = []
  const adding = await rate(people, async (document, index) => {
    added[index] = await call('POST', '/Users', document, 201)
  })
  let changed = 0
  const repeating = await rate(people, async (document, index) => {
    const { id, meta } = await call('PUT', `/Users/${added[index].id}`, document, 200)
    if (id !== added[index].id || meta.lastModified !== added[index].meta.lastModified) changed++
  })
  if (changed > 0) throw new Error(`${changed} users were written though nothing of them had changed`)
  return { adding, repeating, peak: server.peakMegabytes() }
}

function person(index) {
  const userName = `person${index}@scim.example`
  return {
    schemas: [USER, ENTERPRISE],
    userName,
    externalId: `ext-${index}`,
    name: { givenName: 'Ana', familyName: `Ruiz ${index}` },
    title: 'Engineer',
    emails: [{ value: userName, type: 'work', primary: true }],
    active: true,
    [ENTERPRISE]: { employeeNumber: String(index), department: `Department ${index % 50}` },
  }
}

/** How many of the items are done in a second, so many at a time. */
async function rate(items, work) {
  const started = performance.now()
  let next = 0
  const connection = async () => {
    for (let index = next++; index < items.length; index = next++) await work(items[index], index)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, connection))
  return (items.length / (performance.now() - started)) * 1_000
}
