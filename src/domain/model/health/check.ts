/** `unknown`: it could not be measured. An alarm needs somebody now, a warning before long. */
export type Severity = 'ok' | 'warning' | 'alarm' | 'unknown'

/** `octal`: a file's mode, as `ls` and `chmod` count. */
export type MeasureUnit = 'seconds' | 'bytes' | 'count' | 'ratio' | 'octal'

export interface Measure {
  readonly name: string
  readonly unit: MeasureUnit
  /** Null: there is none. */
  readonly value: number | null
}

/** What was found, in a sentence; what to do about it, where something is to be done; and what was measured. */
export interface Verdict {
  readonly severity: Severity
  readonly finding: string
  readonly advice: string | null
  readonly measures: readonly Measure[]
}

export interface HealthCheck extends Verdict {
  readonly name: string
}

/** What was looked at, or why that was not possible. */
export type Observed<Value> = { readonly value: Value } | { readonly failure: string }

export const ok = (finding: string, measures: readonly Measure[] = []): Verdict => ({
  severity: 'ok',
  finding,
  advice: null,
  measures,
})

export const trouble = (
  severity: 'warning' | 'alarm' | 'unknown',
  finding: string,
  advice: string,
  measures: readonly Measure[] = [],
): Verdict => ({ severity, finding, advice, measures })

export const seconds = (name: string, ms: number | null): Measure => ({
  name,
  unit: 'seconds',
  value: ms === null ? null : ms / 1000,
})
export const count = (name: string, value: number | null): Measure => ({ name, unit: 'count', value })
export const bytes = (name: string, value: number | null): Measure => ({ name, unit: 'bytes', value })
export const ratio = (name: string, value: number | null): Measure => ({ name, unit: 'ratio', value })
export const octal = (name: string, mode: number): Measure => ({ name, unit: 'octal', value: mode & 0o777 })

const order: readonly Severity[] = ['ok', 'unknown', 'warning', 'alarm']

/** The worst of all; `ok` where there is none. */
export const worstOf = (checks: readonly Pick<Verdict, 'severity'>[]): Severity =>
  checks
    .map(({ severity }) => severity)
    .reduce((worst, one) => (order.indexOf(one) > order.indexOf(worst) ? one : worst), 'ok' as Severity)
