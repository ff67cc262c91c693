import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'

/** Ours: who rents a service does not see what it is connected to. */

const root = '/v1/connections'

const kinds = ['issuer', 'target', 'buckets', 'mail', 'dns', 'audit-sink'] as const

export const Connection = Type.Object({
  id: Type.String({ description: 'the same as long as the settings name it so: target:edge' }),
  kind: oneOf(kinds),
  type: Type.String({ description: 'acme, haproxy, s3 …: by the word of the settings' }),
  name: Type.String(),
  facts: Type.Array(Type.Object({ name: Type.String(), value: Type.String() }), {
    description: 'what the settings say, for people; no secret, and no path of the machine',
  }),
  trouble: nullable(Type.String({ description: 'what is known to be wrong without a try' })),
})

export const listConnections = {
  id: 'ListConnections',
  method: 'GET',
  path: root,
  summary: 'List the places outside that the settings name',
  action: 'installation',
  success: { status: 200, body: Type.Object({ connections: Type.Array(Connection) }) },
} as const satisfies ApiOperation

const Step = Type.Object({
  name: Type.String(),
  is_fine: Type.Boolean(),
  finding: Type.String({ description: 'what was found, for people' }),
  advice: nullable(Type.String({ description: 'what to do; null: nothing' })),
})

export const tryConnection = {
  id: 'TryConnection',
  method: 'POST',
  path: `${root}/{id}/try`,
  summary: 'Really try a place outside, now',
  action: 'installation',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 300 }) }),
  isBodyOptional: true,
  body: Type.Object({
    recipient: Type.Optional(
      Type.String({
        pattern: '^[^\\s@\\p{C},;:<>()"\\\\]{1,64}@[^\\s@\\p{C},;:<>()"\\\\]{1,191}$',
        expectation: 'must be a mail address',
        description: 'for mail: who is sent one',
      }),
    ),
  }),
  success: {
    status: 200,
    body: Type.Object({
      is_fine: Type.Boolean({ description: 'all of its steps are' }),
      took_ms: Type.Integer(),
      steps: Type.Array(Step, {
        description: 'in their order; what rests on a step that failed was not tried',
      }),
    }),
  },
} as const satisfies ApiOperation
