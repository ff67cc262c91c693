import { fitsGlob } from './glob.ts'
import { isInNetwork } from './ip-network.ts'
import type { Condition, ConditionContext, ConditionOperator } from './policy.ts'

type Test = (actual: string, value: string) => boolean

const same = (actual: string) => actual
const folded = (actual: string) => actual.toLowerCase()
const equals =
  (fold: (text: string) => string): Test =>
  (actual, value) =>
    fold(actual) === fold(value)
const compares =
  (holds: (actualMs: number, valueMs: number) => boolean): Test =>
  (actual, value) =>
    holds(Date.parse(actual), Date.parse(value))

/** How each operator looks at one value, and whether it wants the look to fail. */
const operators: Readonly<Record<ConditionOperator, { readonly test: Test; readonly isNegated?: true }>> = {
  StringEquals: { test: equals(same) },
  StringNotEquals: { test: equals(same), isNegated: true },
  StringEqualsIgnoreCase: { test: equals(folded) },
  StringNotEqualsIgnoreCase: { test: equals(folded), isNegated: true },
  StringLike: { test: (actual, value) => fitsGlob(value, actual) },
  StringNotLike: { test: (actual, value) => fitsGlob(value, actual), isNegated: true },
  StringStartWith: { test: (actual, value) => actual.startsWith(value) },
  StringNotStartWith: { test: (actual, value) => actual.startsWith(value), isNegated: true },
  StringEndWith: { test: (actual, value) => actual.endsWith(value) },
  StringNotEndWith: { test: (actual, value) => actual.endsWith(value), isNegated: true },
  IpAddress: { test: isInNetwork },
  NotIpAddress: { test: isInNetwork, isNegated: true },
  DateLessThan: { test: compares((actual, value) => actual < value) },
  DateLessThanEquals: { test: compares((actual, value) => actual <= value) },
  DateGreaterThan: { test: compares((actual, value) => actual > value) },
  DateGreaterThanEquals: { test: compares((actual, value) => actual >= value) },
}

/** Of an absent key nothing is true but that it is none of the values. */
export function holds({ operator, key, values }: Condition, context: ConditionContext): boolean {
  const { test, isNegated = false } = operators[operator]
  const actual = context[key]
  if (actual === undefined) return isNegated
  return values.some((value) => test(actual, value)) !== isNegated
}
