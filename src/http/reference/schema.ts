import type { BodyShape, FieldOptions, TSchema } from '../../contract/operation.ts'
import type { Schema } from './open-api.ts'

type Shape = Schema & FieldOptions

/** A shape of the contract in plain JSON Schema: its own options become extensions, descriptions or nothing. */
export function schemaOf(shape: TSchema): Schema {
  const {
    violation,
    contentViolations,
    expectation,
    blames: _blames,
    allowEmpty: _allowEmpty,
    refuseNull: _refuseNull,
    ...plain
  } = shape as Shape
  const { properties, items, anyOf, description = expectation } = plain
  return {
    ...plain,
    ...(description !== undefined && { description }),
    ...(violation !== undefined && { 'x-error-code': violation }),
    ...(contentViolations && { 'x-content-error-codes': contentViolations }),
    ...(properties && { properties: mapValues(properties, schemaOf) }),
    ...(items && { items: schemaOf(items) }),
    ...(anyOf && { anyOf: anyOf.map(schemaOf) }),
  }
}

/** Of several shapes exactly one fits a body: each carries the condition that tells it from the others. */
export function bodySchemaOf(body: BodyShape): Schema {
  if (!('choose' in body)) return schemaOf(body)
  const oneOf = body.alternatives.map(({ title, shape, when }) => {
    const schema = schemaOf(shape)
    return { title, ...schema, allOf: [...(schema.allOf ?? []), schemaOf(when)] }
  })
  return { oneOf }
}

/** The error codes that a schema names, anywhere in it. */
export function errorCodesOf(schema: Schema): string[] {
  const { properties = {}, items, anyOf = [], oneOf = [], 'x-error-code': code } = schema
  const inside = [...Object.values(properties), ...(items ? [items] : []), ...anyOf, ...oneOf]
  return [
    ...(code === undefined ? [] : [code]),
    ...(schema['x-content-error-codes'] ?? []),
    ...inside.flatMap(errorCodesOf),
  ]
}

const mapValues = <From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
