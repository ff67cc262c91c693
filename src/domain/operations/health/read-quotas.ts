import type { QuotaStanding } from '../../model/health/observations.ts'
import { limitOf } from '../quota/quota.ts'
import type { World } from '../world.ts'

/** How much every account has used of what it may have. */
export async function readQuotas({ database, settings }: World): Promise<QuotaStanding[]> {
  const usages = await database.search('', ({ healthOverview }) => healthOverview.listQuotaUsage())
  return usages.map(({ accountName, ownLimit, ...usage }) => ({
    ...usage,
    limit: limitOf(settings, usage.kind, { name: accountName, ownLimit }),
  }))
}
