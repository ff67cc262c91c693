import { Type } from 'typebox'
import type { ApiOperation } from '../operation.ts'

export const showConsoleConfig = {
  id: 'ShowConsoleConfig',
  method: 'GET',
  path: '/v1/pca/config/console',
  summary: 'Show which optional parts of the service there are',
  action: 'pca::getConsoleConfig',
  success: {
    status: 200,
    body: Type.Object({
      is_support_eps: Type.Boolean(),
      is_support_sm2: Type.Boolean(),
      is_support_dhsm: Type.Boolean(),
      dhsm_regions: Type.Array(Type.String()),
      is_support_yearly_monthly_ca: Type.Boolean(),
      is_support_iam5: Type.Boolean(),
      is_support_ocsp: Type.Boolean(),
    }),
  },
} as const satisfies ApiOperation
