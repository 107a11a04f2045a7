import { HrProtocol, type HrIntegration } from '../access/hr-integration.ts'
import { Refusal, type Mistake } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { customFieldKey, loadCustomFields, type CustomField } from '../users/custom-field.ts'
import { hrFieldWords } from '../users/hr-fields.ts'
import {
  attributesOf,
  COMMON_FIELDS,
  mappedFields,
  mappingVersion,
  usualAttributes,
  type MappedField,
} from './attribute-mapping.ts'
import { checkAttribute } from './scim-attribute.ts'

const PATH = ['input', 'attributeMapping']
const MOST_ATTRIBUTES = 5

/** From which attributes a field is taken. */
export interface AttributeMappingValues {
  field: string
  attributes: readonly string[]
}

/** The mapping as it is stored, the one before where none is given; fields that are not named are taken as usual. Refuses all mistakes at once. */
export async function checkAttributeMapping(
  work: Work,
  integration: Pick<HrIntegration, 'protocol' | 'attributeMapping'>,
  given: readonly AttributeMappingValues[] | null | undefined,
): Promise<HrIntegration['attributeMapping']> {
  if (!given) return integration.attributeMapping
  if (integration.protocol === HrProtocol.ROSTER) throw ofRoster()
  const customFields = await loadCustomFields(work)
  const fields: readonly MappedField[] = [...COMMON_FIELDS, ...customFields.map(({ key }) => customFieldKey(key))]
  const mistakes: Mistake[] = []
  const wanted = new Map<MappedField, readonly string[]>()
  given.forEach(({ field, attributes }, position) => {
    const path = [...PATH, String(position)]
    const known = fields.find((one) => one === field)
    if (!known) mistakes.push(unknownField(field, fields, path))
    else if (wanted.has(known)) mistakes.push(twice(known, customFields, path))
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
  for (const field of new Set([...mappedFields(integration), ...wanted.keys()])) {
    const attributes = [...new Set(wanted.get(field) ?? usualAttributes(field))]
    const isSame = JSON.stringify(attributes) === JSON.stringify(attributesOf(integration, field))
    if (!isSame) mapping[field] = { attributes, since }
  }
  return Object.keys(mapping).length === 0 ? null : mapping
}

function unknownField(field: string, fields: readonly MappedField[], path: readonly string[]): Mistake {
  return {
    code: 'FIELD_UNKNOWN',
    message: `There is no field ${JSON.stringify(field.slice(0, 100))} that an HR integration can keep in step.`,
    path: [...path, 'field'],
    hint: `The fields are: ${fields.join(', ')}.`,
    facts: { type: 'MappingError', column: null, field },
  }
}

function twice(field: MappedField, customFields: readonly CustomField[], path: readonly string[]): Mistake {
  return {
    code: 'FIELD_MAPPED_TWICE',
    message: `The ${hrFieldWords(field, customFields)} is mapped twice.`,
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
