import { type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/schema'
import type { Violation } from './fault.ts'

/** A JSON Schema as data, with the contract's own options. */
interface ShapeNode {
  readonly type?: string
  readonly properties?: Readonly<Record<string, ShapeNode>>
  readonly required?: readonly string[]
  readonly items?: ShapeNode
  readonly maxItems?: number
  readonly violation?: string
  readonly expectation?: string
  readonly blames?: string
  readonly allowEmpty?: boolean
  readonly refuseNull?: boolean
}

export type Checked = { readonly value: unknown } | { readonly violation: Violation }

/** Judges and cleans values of one shape; compiled when the first of them comes, for most are never asked for. */
export function compileShape(shape: TSchema): (value: unknown) => Checked {
  const node = shape as ShapeNode
  let compiled: ReturnType<typeof Compile> | undefined
  return (value) => {
    compiled ??= Compile(shape)
    const validator = compiled
    const cleaned = clean(node, value)
    if (validator.Check(cleaned)) return { value: cleaned }
    const [, errors] = validator.Errors(cleaned)
    return { violation: firstViolation(node, cleaned, errors) }
  }
}

/**
 * Drops what the shape does not know, nulls, and empty strings and lists that mean "not set": SDKs and Terraform send them all
 * the time (client contract 3.2). Nothing is converted.
 */
function clean(node: ShapeNode, value: unknown): unknown {
  if (node.items && Array.isArray(value)) return cleanItems(node, node.items, value)
  if (!node.properties || typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const cleaned: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(node.properties)) {
    const given = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
    if (given === undefined || isUnset(property, given)) continue
    cleaned[name] = clean(property, given)
  }
  return cleaned
}

/** One more than may be is enough to refuse: looking for equal items takes the square of their number. */
const cleanItems = ({ maxItems = longestList }: ShapeNode, items: ShapeNode, values: readonly unknown[]) =>
  values.slice(0, maxItems + 1).map((item) => clean(items, item))

const longestList = 1000

function isUnset({ items, allowEmpty, refuseNull }: ShapeNode, value: unknown): boolean {
  if (value === null) return !refuseNull
  if (allowEmpty) return false
  return value === '' || (items !== undefined && Array.isArray(value) && value.length === 0)
}

interface ShapeError {
  readonly keyword: string
  readonly instancePath: string
  readonly message: string
  readonly params: object
}

/** The violation that stands first in the order of the shape, with the code of the nearest field that names one. */
function firstViolation(node: ShapeNode, value: unknown, errors: readonly ShapeError[]): Violation {
  const located = errors.map((error) => {
    const path = pathOf(error)
    return { error, path, rank: rankOf(node, path) }
  })
  const [first] = located.sort((left, right) => compareRanks(left.rank, right.rank))
  if (!first) return { parameter: 'body', reason: `must be ${node.type ?? 'valid'}` }
  const code = codeAlong(node, first.path)
  return {
    ...(code !== undefined && { code }),
    parameter: parameterOf(node, first.path, first.error),
    reason: reasonOf(node, first.path, first.error, value),
  }
}

function parameterOf(node: ShapeNode, path: readonly string[], { keyword }: ShapeError): string {
  const blamed = keyword === 'anyOf' ? nodeAt(node, path)?.blames : undefined
  const full = blamed === undefined ? path : [...path, blamed]
  return full.length === 0 ? 'body' : nameOf(full)
}

function pathOf({ keyword, instancePath, params }: ShapeError): string[] {
  const path = instancePath.split('/').slice(1)
  if (keyword !== 'required') return path
  const { requiredProperties = [] } = params as { requiredProperties?: readonly string[] }
  return [...path, ...requiredProperties.slice(0, 1)]
}

/** Where each step of the path stands among its siblings. */
function rankOf(node: ShapeNode | undefined, path: readonly string[]): number[] {
  const [step, ...rest] = path
  if (step === undefined || !node) return []
  if (node.items) return [Number(step), ...rankOf(node.items, rest)]
  const position = Object.keys(node.properties ?? {}).indexOf(step)
  return [position, ...rankOf(node.properties?.[step], rest)]
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  for (const [index, rank] of left.entries()) {
    const difference = rank - (right[index] ?? -1)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function codeAlong(node: ShapeNode | undefined, path: readonly string[]): string | undefined {
  if (!node) return undefined
  const [step, ...rest] = path
  const below = step === undefined ? undefined : codeAlong(childOf(node, step), rest)
  return below ?? node.violation
}

const childOf = (node: ShapeNode, step: string) => node.items ?? node.properties?.[step]

const nameOf = (path: readonly string[]) =>
  path.map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')

/** Keywords whose own message means nothing to a caller. */
const silentKeywords = new Set(['pattern', 'contains', 'anyOf'])

const nodeAt = (node: ShapeNode | undefined, path: readonly string[]): ShapeNode | undefined =>
  path.reduce((at: ShapeNode | undefined, step) => at && childOf(at, step), node)

function reasonOf(
  node: ShapeNode,
  path: readonly string[],
  { keyword, message, params }: ShapeError,
  value: unknown,
) {
  if (keyword === 'required') return 'is required'
  if (keyword === 'enum') {
    const { allowedValues = [] } = params as { allowedValues?: readonly unknown[] }
    return `must be one of ${allowedValues.join(', ')}`
  }
  if (keyword === 'const') {
    // of several that may be, this is only the first; the field tells of all
    const { allowedValue } = params as { allowedValue?: unknown }
    return nodeAt(node, path)?.expectation ?? `must be ${String(allowedValue)}`
  }
  if (silentKeywords.has(keyword)) return nodeAt(node, path)?.expectation ?? 'has not the right form'
  return path.length === 0 && typeof value !== 'object' ? `must be ${node.type ?? 'object'}` : message
}

/** Query parameters are text; numbers and flags are read from it, `limit=` counts as absent. */
export function compileQuery(shape: TSchema): (value: unknown) => Checked {
  const check = compileShape(shape)
  const properties = Object.entries((shape as ShapeNode).properties ?? {})
  const namesOf = (wanted: string) =>
    properties.filter(([, { type }]) => type === wanted).map(([name]) => name)
  const numbers = namesOf('integer')
  const flags = namesOf('boolean')
  return (value) => {
    const query: Record<string, unknown> = { ...(value as object) }
    const unspeakable = Object.keys(query).find((name) => String(query[name]).includes('\0'))
    if (unspeakable !== undefined) {
      return { violation: { parameter: unspeakable.slice(0, 64), reason: 'holds a NUL character' } }
    }
    for (const name of numbers) {
      const text = query[name]
      if (typeof text === 'string' && /^-?\d{1,15}$/.test(text)) query[name] = Number(text)
    }
    for (const name of flags) {
      const text = query[name]
      // Python's clients write True
      if (typeof text === 'string' && /^(?:true|false)$/i.test(text))
        query[name] = text.toLowerCase() === 'true'
    }
    return check(query)
  }
}

export const emptyShape = Type.Object({})
