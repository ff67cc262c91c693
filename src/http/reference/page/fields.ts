import type { Parameter, Schema } from '../open-api.ts'

/** A field of a body or a parameter, in its place: `subject_alternative_names[].value`. */
export interface Field {
  readonly name: string
  readonly isRequired: boolean
  /** What a wrong value earns: its own codes, else that of the field around it. */
  readonly errorCodes: readonly string[]
  readonly schema: Schema
}

/** Every field of an object, each followed by those inside it; of a list the list itself and those of its items. */
export function fieldsOf(schema: Schema): Field[] {
  const code = schema['x-error-code']
  if (!schema.items) return fieldsIn(schema, '', code)
  const list = { name: '[]', isRequired: true, errorCodes: code === undefined ? [] : [code], schema }
  return [list, ...fieldsInside(schema, '', code)]
}

export const fieldsOfParameter = ({ name, required, schema }: Parameter): Field[] =>
  fieldAndInside(name, required, schema, undefined)

function fieldsIn(schema: Schema, prefix: string, outerCode: string | undefined): Field[] {
  const { properties = {}, required = [] } = schema
  return Object.entries(properties).flatMap(([name, property]) =>
    fieldAndInside(prefix + name, required.includes(name), property, outerCode),
  )
}

function fieldAndInside(
  name: string,
  isRequired: boolean,
  schema: Schema,
  outerCode: string | undefined,
): Field[] {
  const { 'x-error-code': code = outerCode, 'x-content-error-codes': further = [], deprecated } = schema
  const errorCodes = deprecated || code === undefined ? further : [code, ...further]
  return [{ name, isRequired, errorCodes, schema }, ...fieldsInside(schema, name, code)]
}

function fieldsInside(schema: Schema, name: string, code: string | undefined): Field[] {
  if (schema.items) return fieldsInside(schema.items, `${name}[]`, schema.items['x-error-code'] ?? code)
  const alternatives = (schema.anyOf ?? []).flatMap((alternative) => fieldsInside(alternative, name, code))
  return [...alternatives, ...fieldsIn(schema, `${name}.`, code)]
}

/** `string or null`, `list of object`. */
export function typeOf({ anyOf, items, type = 'anything' }: Schema): string {
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' or ')
  return items ? `list of ${typeOf(items)}` : type
}

/** What a value must keep to, in words; a pattern only where no description says it better. */
export function limitsOf(schema: Schema): string[] {
  const { anyOf = [], items, enum: values, pattern, uniqueItems, description } = schema
  const alternatives = anyOf.flatMap(limitsOf)
  return [
    ...(values ? [`one of ${values.join(', ')}`] : []),
    ...('const' in schema ? [`exactly ${String(schema.const)}`] : []),
    ...rangeOf(schema.minimum, schema.maximum, ''),
    ...rangeOf(schema.minLength, schema.maxLength, ' characters'),
    ...rangeOf(schema.minItems, schema.maxItems, ' items'),
    ...(uniqueItems ? ['none of them twice'] : []),
    ...(pattern !== undefined && description === undefined ? [`pattern ${pattern}`] : []),
    ...(items ? limitsOf(items).map((limit) => `each ${limit}`) : []),
    ...(alternatives.length > 0 ? [alternatives.join(', or ')] : []),
  ]
}

function rangeOf(least: number | undefined, most: number | undefined, unit: string): string[] {
  if (least === undefined && most === undefined) return []
  if (most === undefined) return [`at least ${least}${unit}`]
  return [least === undefined ? `at most ${most}${unit}` : `${least} to ${most}${unit}`]
}
