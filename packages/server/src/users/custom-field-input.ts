import { Refusal, type Mistake } from '../base/errors.ts'
import type { CustomField } from './custom-field.ts'
import { hasControlCharacters, LONGEST_TEXT } from './check-details.ts'

const LABEL_PATH = ['input', 'label']
const KEY = /^[a-z][A-Za-z0-9_]{0,39}$/

/** The key of a custom field, or the refusal of one that cannot be. */
export function checkKey(key: string, fields: readonly CustomField[]): string {
  const path = ['input', 'key']
  // Every object answers to a few names, such as constructor, whether it has a value of that name or not.
  if (!KEY.test(key) || key in Object.prototype) {
    throw new Refusal({
      code: 'INVALID',
      message: `${JSON.stringify(key.slice(0, 60))} cannot be the key of a custom field.`,
      path,
      hint: 'Begin with a small letter and go on with letters, digits or _, at most 40 in all: costCentre.',
    })
  }
  const taken = fields.find((field) => field.key.toLowerCase() === key.toLowerCase())
  if (taken) throw new Refusal(takenBy(taken, path))
  return key
}

/** The label of a custom field as it is stored, or the refusal of one that cannot be. */
export function checkLabel(typed: string, others: readonly CustomField[]): string {
  const label = typed.trim().normalize('NFC')
  if (!label) throw new Refusal({ code: 'REQUIRED', message: 'A custom field has a label.', path: LABEL_PATH })
  const { length } = [...label]
  if (length > LONGEST_TEXT) {
    const message = `A label has at most ${LONGEST_TEXT} characters; this has ${length}.`
    throw new Refusal({ code: 'TOO_LONG', message, path: LABEL_PATH })
  }
  if (hasControlCharacters(label)) {
    const message = 'A label holds no line breaks or other control characters.'
    throw new Refusal({ code: 'INVALID', message, path: LABEL_PATH })
  }
  const taken = others.find((field) => field.label.toLowerCase() === label.toLowerCase())
  if (taken) throw new Refusal(takenBy(taken, LABEL_PATH))
  return label
}

/** The field of that key, or the refusal of one that there is not. */
export function requireCustomField(key: string, fields: readonly CustomField[]): CustomField {
  const found = fields.find((field) => field.key === key)
  if (!found) throw new Refusal(unknownField(key, fields, ['input', 'key']))
  return found
}

/** Why a key is that of no custom field, and which there are. */
export function unknownField(key: string, fields: readonly CustomField[], path: readonly string[]): Mistake {
  const keys = fields.map((field) => field.key).join(', ')
  return {
    code: 'NOT_FOUND',
    message: `There is no custom field ${JSON.stringify(key.slice(0, 60))}.`,
    path,
    hint: keys ? `The custom fields are: ${keys}.` : 'Make it with createCustomField.',
  }
}

function takenBy({ key, label }: CustomField, path: readonly string[]): Mistake {
  return {
    code: 'INVALID',
    message: `There is the custom field ${key} already, which people see as ${JSON.stringify(label)}.`,
    path,
    hint: 'Use that one, or choose another.',
  }
}
