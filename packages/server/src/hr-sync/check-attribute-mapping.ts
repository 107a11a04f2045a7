import { HrProtocol, type HrIntegration } from '../access/hr-integration.ts'
import { Refusal, type Mistake } from '../base/errors.ts'
import { HR_FIELDS } from '../users/hr-fields.ts'
import { attributesOf, MAPPED_FIELDS, mappingVersion, USUAL_ATTRIBUTES, type MappedField } from './attribute-mapping.ts'
import { checkAttribute } from './scim-attribute.ts'

const PATH = ['input', 'attributeMapping']
const MOST_ATTRIBUTES = 5

/** From which attributes a field is taken. */
export interface AttributeMappingValues {
  field: string
  attributes: readonly string[]
}

/** The mapping as it is stored, the one before where none is given; fields that are not named are taken as usual. Refuses all mistakes at once. */
export function checkAttributeMapping(
  integration: Pick<HrIntegration, 'protocol' | 'attributeMapping'>,
  given: readonly AttributeMappingValues[] | null | undefined,
): HrIntegration['attributeMapping'] {
  if (!given) return integration.attributeMapping
  if (integration.protocol === HrProtocol.ROSTER) throw ofRoster()
  const mistakes: Mistake[] = []
  const wanted = new Map<MappedField, readonly string[]>()
  given.forEach(({ field, attributes }, position) => {
    const path = [...PATH, String(position)]
    const known = MAPPED_FIELDS.find((one) => one === field)
    if (!known) mistakes.push(unknownField(field, path))
    else if (wanted.has(known)) mistakes.push(twice(known, path))
    else wanted.set(known, checkedAttributes({ field: known, attributes }, path, mistakes))
  })
  const [first, ...others] = mistakes
  if (first) throw new Refusal(first, ...others)
  return merged(integration, wanted)
}

function checkedAttributes(
  { field, attributes }: { field: MappedField; attributes: readonly string[] },
  path: readonly string[],
  mistakes: Mistake[],
): string[] {
  const facts = (column: string | null) => ({ type: 'MappingError', column, field }) as const
  if (field === 'email' && attributes.length === 0) {
    const message = 'The email address cannot be left alone: users are known by it.'
    const hint = 'Name the attribute that holds the address that people sign in with, such as userName.'
    mistakes.push({ code: 'FIELD_UNMAPPED', message, path: [...path, 'attributes'], hint, facts: facts(null) })
  }
  if (attributes.length > MOST_ATTRIBUTES) {
    const message = `A field is taken from at most ${MOST_ATTRIBUTES} attributes; these are ${attributes.length}.`
    mistakes.push({ code: 'TOO_LONG', message, path: [...path, 'attributes'], facts: facts(null) })
    return []
  }
  return attributes.flatMap((typed, place) => {
    const checked = checkAttribute(typed)
    if ('attribute' in checked) return [checked.attribute]
    mistakes.push({ code: 'INVALID', ...checked, path: [...path, 'attributes', String(place)], facts: facts(typed) })
    return []
  })
}

// What is as it was keeps the version since when it is so; users are read anew where it changed alone.
function merged(
  integration: Pick<HrIntegration, 'attributeMapping'>,
  wanted: ReadonlyMap<MappedField, readonly string[]>,
): HrIntegration['attributeMapping'] {
  const since = mappingVersion(integration) + 1
  const mapping = { ...integration.attributeMapping }
  for (const field of MAPPED_FIELDS) {
    const attributes = [...new Set(wanted.get(field) ?? USUAL_ATTRIBUTES[field])]
    const isSame = JSON.stringify(attributes) === JSON.stringify(attributesOf(integration, field))
    if (!isSame) mapping[field] = { attributes, since }
  }
  return Object.keys(mapping).length === 0 ? null : mapping
}

function unknownField(field: string, path: readonly string[]): Mistake {
  return {
    code: 'FIELD_UNKNOWN',
    message: `There is no field ${JSON.stringify(field.slice(0, 100))} that an HR integration can keep in step.`,
    path: [...path, 'field'],
    hint: `The fields are: ${MAPPED_FIELDS.join(', ')}.`,
    facts: { type: 'MappingError', column: null, field },
  }
}

function twice(field: MappedField, path: readonly string[]): Mistake {
  return {
    code: 'FIELD_MAPPED_TWICE',
    message: `The ${HR_FIELDS[field]} is mapped twice.`,
    path: [...path, 'field'],
    hint: `Name ${field} once, with all its attributes: the first that holds something counts.`,
    facts: { type: 'MappingError', column: null, field },
  }
}

function ofRoster(): Refusal {
  return new Refusal({
    code: 'INVALID',
    message: 'A roster has columns and no attributes.',
    path: PATH,
    hint: 'Say in roster.mappings what each column means.',
  })
}
