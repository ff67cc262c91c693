import { Type } from 'typebox'
import { type ApiOperation, nullable } from '../operation.ts'

const block = (description: string) => nullable(Type.Integer({ description }))

const Fault = Type.Object({
  block: block('where; null: of no single block'),
  position: nullable(
    Type.Integer({ description: 'the first record that is concerned, where that is known' }),
  ),
  finding: Type.String({ description: 'for people' }),
})

export const verifyTrail = {
  id: 'VerifyAuditTrail',
  method: 'POST',
  path: '/v1/audit/verify',
  summary: 'Verify the trail of all accounts, a piece in each call',
  action: 'installation',
  isBodyOptional: true,
  body: Type.Object({
    from_block: Type.Optional(
      Type.Integer({
        minimum: -9_007_199_254_740_990,
        maximum: 9_007_199_254_740_991,
        description: 'next_block of the piece before; absent: from the beginning, and the checkpoint too',
      }),
    ),
  }),
  success: {
    status: 200,
    body: Type.Object({
      verified_through: block('the last block of the piece; null: there was none'),
      blocks: Type.Integer(),
      records: Type.Integer({ description: 'compared with their blocks' }),
      removed_through: Type.Integer({
        description: 'up to this position records were removed on purpose; 0: none',
      }),
      faults: Type.Array(Fault),
      next_block: block('where the next piece begins; null: this was the last'),
      end_block: block('the last block of the trail; null: nothing was ever sealed'),
      unsealed: Type.Integer({ description: 'records that wait to be sealed: nothing proves them yet' }),
    }),
  },
} as const satisfies ApiOperation
