import type { QuotaKind } from '../../ports/quota-store.ts'
import type { Call } from '../world.ts'
import { quotaLimit } from './quota.ts'

export interface QuotaUse {
  readonly kind: QuotaKind
  readonly used: number
  readonly limit: number
}

export async function showQuota(call: Call, { kind }: { readonly kind: QuotaKind }): Promise<QuotaUse> {
  const used = await call.read(({ quotas }) => quotas.used(kind))
  return { kind, used, limit: quotaLimit(call, kind) }
}
