// What schema.graphql may not do: break clients of the last release, or deprecate something without saying until when it
// works. Clients of any age go on working until then.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql'

const text = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')
const schema = buildSchema(text)
const faults = [...undated(text), ...breaking()]
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0

/** Deprecations whose reason names no day. */
function undated(text) {
  return [...text.matchAll(/^.*@deprecated(?:\(reason: "(.*)"\))?.*$/gm)]
    .filter(([, reason]) => !/\b\d{4}-\d{2}-\d{2}\b/.test(reason ?? ''))
    .map(([line]) => `schema.graphql: say until when it works, "Works until 2027-06-30.": ${line.trim()}`)
}

/** What clients of the last release would notice. */
function breaking() {
  const tag = git('describe', '--tags', '--abbrev=0')
  if (!tag) {
    console.log('There is no release yet that schema.graphql could break.')
    return []
  }
  const released = git('show', `${tag}:schema.graphql`)
  if (!released) {
    console.log(`${tag} has no schema.graphql that could be broken.`)
    return []
  }
  const before = buildSchema(released)
  for (const { description } of findDangerousChanges(before, schema))
    console.log(`Since ${tag}, look again: ${description}`)
  const found = findBreakingChanges(before, schema)
  if (found.length === 0) console.log(`schema.graphql breaks nothing of ${tag}.`)
  return found.map(({ type, description }) => `schema.graphql breaks clients of ${tag}: ${type}, ${description}`)
}

function git(...args) {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}
