import { Type } from 'typebox'
import { type ApiOperation, nullable } from '../operation.ts'

/** Ours: the vendor's audit is another service. */

const text = Type.String({ minLength: 1, maxLength: 256 })
const time = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 9_007_199_254_740_991, description })

const Query = Type.Object({
  from: Type.Optional(time('ms since the epoch')),
  until: Type.Optional(time('ms since the epoch; not itself')),
  user_id: Type.Optional(text),
  operation: Type.Optional(text),
  object_kind: Type.Optional(text),
  object_id: Type.Optional(text),
  result: Type.Optional(text),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: '100 unless told' })),
  marker: Type.Optional(
    Type.String({
      pattern: '^[0-9]{1,15}-[0-9]{1,15}$',
      expectation: 'must be the next_marker of the page before',
      description: 'next_marker of the page before',
    }),
  ),
})

const Record = Type.Object({
  id: Type.String(),
  position: nullable(Type.Integer({ description: 'in the sealed trail; null until the record is sealed' })),
  time: Type.Integer({ description: 'ms since the epoch' }),
  user_id: nullable(Type.String()),
  method: Type.String({
    description:
      'token, access-key, or none; of whom, where an agency was assumed; operator and a name, on the machine itself',
  }),
  access_key_id: nullable(Type.String()),
  source_address: Type.String(),
  request_id: Type.String(),
  operation: Type.String(),
  object_kind: nullable(Type.String()),
  object_id: nullable(Type.String()),
  result: Type.String({ description: 'success, or why it was refused' }),
  before_digest: nullable(Type.String({ description: 'SHA-256 of the object before' })),
  after_digest: nullable(Type.String({ description: 'SHA-256 of the object after' })),
  count: Type.Integer({ description: 'more than 1: so many refusals past their bound' }),
})

export const listRecords = {
  id: 'ListAuditRecords',
  method: 'GET',
  path: '/v1/audit/records',
  summary: 'List what was done and refused in the account, newest first',
  action: 'audit:record:list',
  query: Query,
  success: {
    status: 200,
    body: Type.Object({
      records: Type.Array(Record),
      next_marker: nullable(Type.String({ description: 'null: there are no more' })),
    }),
  },
} as const satisfies ApiOperation
