import { expect, test } from '@jest/globals'
import { csvTemplate } from './csv-template.ts'
import { importField, importFields, missingFields, roleNamed } from './fields.ts'

test('the template has a byte order mark, one line of headers and no example row', () => {
  expect(csvTemplate([], { requiredOnly: false }).csv).toBe(
    '\uFEFFEmail,First name,Last name,Job title,Primary team,Secondary teams,Role,Language,Location,Time zone,Hire date,Employee ID,Manager,Deactivate\r\n',
  )
})

test('with required columns only it has three', () => {
  const { csv, fields } = csvTemplate([], { requiredOnly: true })
  expect(csv).toBe('\uFEFFEmail,First name,Last name\r\n')
  expect(fields.map(({ key }) => key)).toEqual(['email', 'firstName', 'lastName'])
})

test('no header needs quotes or could be taken for a formula', () => {
  for (const { label } of importFields) expect(label).toMatch(/^[A-Z][A-Za-z ]*$/)
})

test('the required fields come first', () => {
  const required = importFields.map((field) => field.required)
  expect(required.lastIndexOf(true)).toBeLessThan(required.indexOf(false))
})

test('a name is there when first and last name are', () => {
  const missing = (...keys: string[]) => missingFields(keys).map(({ key }) => key)
  expect(missing()).toEqual(['email', 'name'])
  expect(missing('email', 'firstName')).toEqual(['name'])
  expect(missing('email', 'firstName', 'lastName')).toEqual([])
  expect(missing('name')).toEqual(['email'])
})

test('nothing privileged can be mapped', () => {
  for (const key of [
    'id',
    'status',
    'organizationId',
    'passwordHash',
    'permissions',
    'source',
    '__proto__',
    'constructor',
  ]) {
    expect(importField(key)).toBeUndefined()
  }
})

test('every allowed value of the role is one', () => {
  for (const value of importField('role')?.allowedValues ?? []) expect(roleNamed(value)).not.toBeNull()
  expect(roleNamed('toString')).toBeNull()
})
