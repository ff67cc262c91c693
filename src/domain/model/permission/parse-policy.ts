import { DomainError } from '../errors.ts'
import { isIpNetwork } from './ip-network.ts'
import {
  type Condition,
  type ConditionKey,
  type ConditionOperator,
  conditionKeys,
  conditionOperators,
  type Policy,
  type Statement,
} from './policy.ts'

/** As much as the vendor takes in one policy, in characters of JSON. */
const longestPolicy = 6144
const longestPattern = 256
const mostStatements = 8
const mostActions = 100
const mostValues = 100

const actionForm = /^(?:\*|[a-z0-9*_-]+:[a-z0-9*_-]*:[a-z0-9*_-]+)$/i

/**
 * A policy as the vendor writes it: `{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["pca:ca:list"]}]}`.
 * What is not understood is refused, for an unknown condition that is passed over would allow more than was meant.
 * Throws `parameter-invalid` that names the place.
 */
export function parsePolicy(value: unknown, parameter: string): Policy {
  if (JSON.stringify(value ?? null).length > longestPolicy)
    throw invalid(parameter, 'is longer than 6144 characters')
  const { Version, Statement, ...rest } = objectAt(value, parameter)
  refuseOthers(rest, parameter)
  if (Version !== '1.0' && Version !== '1.1') throw invalid(`${parameter}.Version`, 'must be 1.0 or 1.1')
  const statements = listAt(Statement, `${parameter}.Statement`, mostStatements)
  return {
    version: Version,
    statements: statements.map((one, place) => parseStatement(one, `${parameter}.Statement[${place}]`)),
  }
}

function parseStatement(value: unknown, parameter: string): Statement {
  const { Effect, Action, Resource, Condition: conditions, ...rest } = objectAt(value, parameter)
  refuseOthers(rest, parameter)
  if (Effect !== 'Allow' && Effect !== 'Deny') throw invalid(`${parameter}.Effect`, 'must be Allow or Deny')
  const actions = textsAt(Action, `${parameter}.Action`, mostActions)
  for (const action of actions) {
    if (!actionForm.test(action))
      throw invalid(`${parameter}.Action`, 'must be service:type:operation, with * where you like')
  }
  return {
    effect: Effect,
    actions,
    resources: Resource === undefined ? [] : parseResources(Resource, `${parameter}.Resource`),
    conditions: conditions === undefined ? [] : parseConditions(conditions, `${parameter}.Condition`),
  }
}

/** A list of patterns; or of the paths of agencies, which the vendor writes as `{"uri":["/iam/agencies/…"]}`. */
function parseResources(value: unknown, parameter: string): readonly string[] {
  if (Array.isArray(value)) return textsAt(value, parameter, mostValues)
  const { uri, ...rest } = objectAt(value, parameter)
  refuseOthers(rest, parameter)
  return textsAt(uri, `${parameter}.uri`, mostValues)
}

function parseConditions(value: unknown, parameter: string): readonly Condition[] {
  return Object.entries(objectAt(value, parameter)).flatMap(([operator, keys]) => {
    if (!isOneOf(conditionOperators, operator))
      throw invalid(parameter, `knows no operator ${operator.slice(0, 64)}`)
    return Object.entries(objectAt(keys, `${parameter}.${operator}`)).map(([key, values]) => {
      if (!isOneOf(conditionKeys, key))
        throw invalid(`${parameter}.${operator}`, `knows no key ${key.slice(0, 64)}`)
      return parseCondition(operator, key, values, `${parameter}.${operator}.${key}`)
    })
  })
}

function parseCondition(
  operator: ConditionOperator,
  key: ConditionKey,
  given: unknown,
  parameter: string,
): Condition {
  const values = textsAt(typeof given === 'string' ? [given] : given, parameter, mostValues)
  if (operator.endsWith('IpAddress') && !values.every(isIpNetwork)) {
    throw invalid(parameter, 'must hold addresses or networks, 192.0.2.0/24')
  }
  if (operator.startsWith('Date') && values.some((text) => Number.isNaN(Date.parse(text)))) {
    throw invalid(parameter, 'must hold times, 2026-01-31T12:00:00Z')
  }
  return { operator, key, values }
}

function textsAt(value: unknown, parameter: string, most: number): readonly string[] {
  return listAt(value, parameter, most).map((text) => {
    if (typeof text === 'string' && text !== '' && text.length <= longestPattern && !text.includes('\0'))
      return text
    throw invalid(parameter, `must hold texts of 1 to ${longestPattern} characters`)
  })
}

function listAt(value: unknown, parameter: string, most: number): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0 && value.length <= most) return value
  throw invalid(parameter, `must be a list of 1 to ${most}`)
}

function objectAt(value: unknown, parameter: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw invalid(parameter, 'must be an object')
}

function refuseOthers(rest: object, parameter: string): void {
  const [other] = Object.keys(rest)
  if (other !== undefined) throw invalid(parameter, `has no field ${other.slice(0, 64)}`)
}

const isOneOf = <Value extends string>(values: readonly Value[], text: string): text is Value =>
  (values as readonly string[]).includes(text)

const invalid = (parameter: string, reason: string) =>
  new DomainError('parameter-invalid', { parameter, reason })

/** The same policy as the API writes it. */
export function writePolicy({ version, statements }: Policy): object {
  return { Version: version, Statement: statements.map(writeStatement) }
}

function writeStatement({ effect, actions, resources, conditions }: Statement): object {
  const isAgencies = resources.length > 0 && resources.every((resource) => resource.startsWith('/'))
  return {
    Effect: effect,
    Action: actions,
    ...(resources.length > 0 && { Resource: isAgencies ? { uri: resources } : resources }),
    ...(conditions.length > 0 && { Condition: writeConditions(conditions) }),
  }
}

function writeConditions(conditions: readonly Condition[]): object {
  const byOperator = Map.groupBy(conditions, ({ operator }) => operator)
  return Object.fromEntries(
    [...byOperator].map(([operator, keys]) => [
      operator,
      Object.fromEntries(keys.map(({ key, values }) => [key, values])),
    ]),
  )
}
