import * as contract from '../../contract/audit-v1/verification.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, route } from '../wire/route.ts'

export const verificationRoutes = (operations: Operations): Route[] => [
  route(contract.verifyTrail, operations.verifyTrailPiece, {
    command: ({ body: { from_block } }) => (from_block === undefined ? {} : { fromBlock: from_block }),
    present: ({ faults, ...piece }) => ({
      verified_through: piece.verifiedThrough,
      blocks: piece.blocks,
      records: piece.records,
      removed_through: piece.removedThrough,
      faults: faults.map((fault) => ({ ...fault })),
      next_block: piece.nextBlock,
      end_block: piece.endBlock,
      unsealed: piece.unsealed,
    }),
  }),
]
