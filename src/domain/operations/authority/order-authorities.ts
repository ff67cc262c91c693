import { orderedAuthority } from '../../model/ordered-authority.ts'
import { checkEnterpriseProject } from '../permission/check-enterprise-project.ts'
import { takeQuota } from '../quota/quota.ts'
import type { Call } from '../world.ts'

export interface OrderAuthoritiesCommand {
  readonly count: number
  readonly enterpriseProjectId: string
}

export interface AuthorityOrder {
  readonly orderId: string
  readonly authorityIds: readonly string[]
}

/** CAs to be named later. Nothing is paid here, so an order is complete at once; all of it fits the quota, or none. */
export async function orderAuthorities(
  call: Call,
  { count, enterpriseProjectId }: OrderAuthoritiesCommand,
): Promise<AuthorityOrder> {
  await checkEnterpriseProject(call, enterpriseProjectId)
  const orderId = call.random.uuid()
  const createdAt = call.clock.now()
  const ordered = Array.from({ length: count }, () =>
    orderedAuthority({ id: call.random.uuid(), orderId, createdAt, enterpriseProjectId }),
  )
  await call.write(async (stores, tell) => {
    for (const authority of ordered) {
      await takeQuota(call, stores, 'CERTIFICATE_AUTHORITY')
      await stores.authorities.add(authority)
      tell({ kind: 'authority', id: authority.id, after: authority })
    }
  })
  return { orderId, authorityIds: ordered.map(({ id }) => id) }
}
