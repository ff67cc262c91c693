import { type HealthCheck, worstOf } from '../../domain/model/health/check.ts'

/** What a command says: data for stdout, words for stderr, and whether all is well. */
export interface DoctorReport {
  readonly data: string
  readonly words: readonly string[]
  readonly isRight: boolean
}

/** For people: what is wrong, worst first, then how much is well. For programs: everything, in JSON. */
export function reportOf(checks: readonly HealthCheck[], output: 'table' | 'json'): DoctorReport {
  const isRight = checks.every(({ severity }) => severity === 'ok' || severity === 'unknown')
  if (output === 'json') {
    const data = `${JSON.stringify({ status: worstOf(checks), checks }, null, 2)}\n`
    return { data, words: [], isRight }
  }
  const troubled = order.flatMap((severity) => checks.filter((check) => check.severity === severity))
  const well = checks.length - troubled.length
  return {
    data: troubled.map(paragraphOf).join(''),
    words: [
      `${well} of ${checks.length} checks are well${troubled.length > 0 ? ', the others are above' : ''}`,
    ],
    isRight,
  }
}

const order = ['alarm', 'warning', 'unknown'] as const
const labels = { ok: '', alarm: 'ALARM', warning: 'warning', unknown: 'note' }

const paragraphOf = ({ severity, name, finding, advice }: HealthCheck) =>
  `${labels[severity].padEnd(8)} ${name}: ${finding}\n         → ${advice}\n`
