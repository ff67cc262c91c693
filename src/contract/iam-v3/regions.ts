import { Type } from 'typebox'
import { type ApiOperation, nullable } from '../operation.ts'
import { Links } from './shapes.ts'

export const listRegions = {
  id: 'KeystoneListRegions',
  method: 'GET',
  path: '/v3/regions',
  summary: 'List regions',
  action: null,
  success: {
    status: 200,
    body: Type.Object({
      regions: Type.Array(
        Type.Object({
          id: Type.String(),
          type: Type.String(),
          description: Type.String(),
          parent_region_id: nullable(Type.String()),
          links: Type.Object({ self: Type.String() }),
        }),
      ),
      links: Links,
    }),
  },
} as const satisfies ApiOperation
