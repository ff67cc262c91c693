import { compileGlob } from './glob.ts'
import { compileNetwork } from './ip-network.ts'
import type { Condition, ConditionContext, ConditionOperator } from './policy.ts'

type Test = (actual: string) => boolean

/** How an operator looks at one value, and whether it wants the look to fail. */
interface Operator {
  readonly compile: (value: string) => Test
  readonly isNegated: boolean
}

const positive = (compile: Operator['compile']): Operator => ({ compile, isNegated: false })
const negative = (compile: Operator['compile']): Operator => ({ compile, isNegated: true })

const equals =
  (value: string): Test =>
  (actual) =>
    actual === value
const equalsFolded = (value: string): Test => {
  const folded = value.toLowerCase()
  return (actual) => actual.toLowerCase() === folded
}
const starts =
  (value: string): Test =>
  (actual) =>
    actual.startsWith(value)
const ends =
  (value: string): Test =>
  (actual) =>
    actual.endsWith(value)
const comparesTime =
  (holds: (actualMs: number, valueMs: number) => boolean) =>
  (value: string): Test => {
    const valueMs = Date.parse(value)
    return (actual) => holds(Date.parse(actual), valueMs)
  }

const operators: Readonly<Record<ConditionOperator, Operator>> = {
  StringEquals: positive(equals),
  StringNotEquals: negative(equals),
  StringEqualsIgnoreCase: positive(equalsFolded),
  StringNotEqualsIgnoreCase: negative(equalsFolded),
  StringLike: positive(compileGlob),
  StringNotLike: negative(compileGlob),
  StringStartWith: positive(starts),
  StringNotStartWith: negative(starts),
  StringEndWith: positive(ends),
  StringNotEndWith: negative(ends),
  IpAddress: positive(compileNetwork),
  NotIpAddress: negative(compileNetwork),
  DateLessThan: positive(comparesTime((actual, value) => actual < value)),
  DateLessThanEquals: positive(comparesTime((actual, value) => actual <= value)),
  DateGreaterThan: positive(comparesTime((actual, value) => actual > value)),
  DateGreaterThanEquals: positive(comparesTime((actual, value) => actual >= value)),
}

export type CompiledCondition = (context: ConditionContext) => boolean

/** Of an absent key nothing is true but that it is none of the values. */
export function compileCondition({ operator, key, values }: Condition): CompiledCondition {
  const { compile, isNegated } = operators[operator]
  const tests = values.map(compile)
  const holds = rememberingLast((actual) => tests.some((test) => test(actual)) !== isNegated)
  return (context) => {
    const actual = context[key]
    return actual === undefined ? isNegated : holds(actual)
  }
}

/** Whoever asks has mostly asked before, from the same address: reading it again would cost more than all the rest. */
function rememberingLast(test: Test): Test {
  let last: string | undefined
  let result = false
  return (actual) => {
    if (actual === last) return result
    result = test(actual)
    last = actual
    return result
  }
}
