import * as contract from '../../contract/pca-v1/console.ts'
import type { Route } from '../wire/route.ts'

/** What there is and what not; each line changes with the release that brings the part. */
const parts = {
  is_support_eps: false,
  is_support_sm2: false,
  is_support_dhsm: false,
  dhsm_regions: [],
  is_support_yearly_monthly_ca: true,
  is_support_iam5: false,
  is_support_ocsp: true,
}

export const consoleRoutes: readonly Route[] = [
  { operation: contract.showConsoleConfig, answer: () => Promise.resolve({ body: parts }) },
]
