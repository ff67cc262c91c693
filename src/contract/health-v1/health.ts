import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'

/** Ours: who rents a service does not look after it. */

const severities = ['ok', 'warning', 'alarm', 'unknown'] as const

const Check = Type.Object({
  name: Type.String({ description: 'one of those in docs/health.md' }),
  severity: oneOf(severities),
  finding: Type.String({ description: 'what was found, for people' }),
  advice: nullable(Type.String({ description: 'what to do; null: nothing' })),
  measures: Type.Array(
    Type.Object({
      name: Type.String(),
      unit: oneOf(['seconds', 'bytes', 'count', 'ratio', 'octal'] as const, {
        description: 'octal: the mode of a file, as a number',
      }),
      value: nullable(Type.Number()),
    }),
  ),
})

export const showHealth = {
  id: 'ShowHealth',
  method: 'GET',
  path: '/v1/health',
  summary: 'Look at everything that an administrator of the installation should know of',
  action: 'installation',
  success: {
    status: 200,
    body: Type.Object({
      status: oneOf(severities, { description: 'the worst of all checks' }),
      time: Type.Integer({ description: 'ms since the epoch' }),
      checks: Type.Array(Check),
    }),
  },
} as const satisfies ApiOperation
