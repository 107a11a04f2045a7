import type { HrIntegration } from '../access/hr-integration.ts'
import { isCustomKey, type CustomFieldKey } from '../users/custom-field.ts'
import { attributeText } from './scim-attribute.ts'
import { ENTERPRISE_SCHEMA, ROLLCALL_SCHEMA, type ScimDocument } from './scim-normalise.ts'

/** The fields of all users that an integration can take from attributes, and from which it takes them unless told otherwise. */
export const USUAL_ATTRIBUTES = {
  email: ['userName'],
  name: ['displayName', 'name'],
  firstName: ['name.givenName'],
  lastName: ['name.familyName'],
  jobTitle: ['title'],
  primaryTeam: [`${ENTERPRISE_SCHEMA}:department`],
  manager: [`${ENTERPRISE_SCHEMA}:manager.value`],
  location: [],
  language: ['preferredLanguage', 'locale'],
  timeZone: ['timezone'],
  hireDate: [`${ROLLCALL_SCHEMA}:hireDate`],
  externalId: [`${ENTERPRISE_SCHEMA}:employeeNumber`, 'externalId'],
} as const satisfies Record<string, readonly string[]>
/** A custom field is left alone unless told otherwise. */
export type MappedField = keyof typeof USUAL_ATTRIBUTES | CustomFieldKey
export const COMMON_FIELDS = Object.keys(USUAL_ATTRIBUTES) as (keyof typeof USUAL_ATTRIBUTES)[]

/** An integration, as far as it says from which attributes it reads. */
export type Mapped = Pick<HrIntegration, 'attributeMapping'>

/** The fields of all users, and the custom ones of which the mapping says or said something. */
export function mappedFields({ attributeMapping }: Mapped): MappedField[] {
  return [...COMMON_FIELDS, ...Object.keys(attributeMapping ?? {}).filter(isCustomKey)]
}

/** The attributes that a field is taken from: the first that holds something counts. None: it is left alone. */
export function attributesOf({ attributeMapping }: Mapped, field: MappedField): readonly string[] {
  return attributeMapping?.[field]?.attributes ?? usualAttributes(field)
}

/** Whether a field stands in this attribute and in no other before it. */
export function isTakenFrom(integration: Mapped, field: MappedField, attribute: string): boolean {
  return attributesOf(integration, field)[0] === attribute
}

/** Grows with each change of the mapping. */
export function mappingVersion({ attributeMapping }: Mapped): number {
  return Math.max(0, ...Object.values(attributeMapping ?? {}).map(({ since }) => since))
}

/** What a document holds for each field; a field that it says nothing of is left out. */
export function textsIn(document: ScimDocument, integration: Mapped): Partial<Record<MappedField, string>> {
  const texts: Partial<Record<MappedField, string>> = {}
  for (const field of mappedFields(integration)) {
    for (const attribute of attributesOf(integration, field)) {
      const text = attributeText(document, attribute)
      if (text === undefined) continue
      texts[field] = text
      break
    }
  }
  return texts
}

/** The fields whose attributes are others than when a user was read last. */
export function fieldsChangedSince(integration: Mapped, version: number): MappedField[] {
  return mappedFields(integration).filter((field) => (integration.attributeMapping?.[field]?.since ?? 0) > version)
}

/** The attributes of the fields that are not taken as usual, as the audit tells them. */
export function chosenAttributes(integration: Mapped): Partial<Record<MappedField, readonly string[]>> {
  const chosen = mappedFields(integration).filter((field) => !isUsual(integration, field))
  return Object.fromEntries(chosen.map((field) => [field, attributesOf(integration, field)]))
}

/** Whether a field is taken from where it is taken unless told otherwise. */
export function isUsual(integration: Mapped, field: MappedField): boolean {
  return JSON.stringify(attributesOf(integration, field)) === JSON.stringify(usualAttributes(field))
}

/** From where a field is taken unless told otherwise. */
export function usualAttributes(field: MappedField): readonly string[] {
  return isCustomKey(field) ? [] : USUAL_ATTRIBUTES[field]
}
