import {
  type CertificateOrder,
  isOrganizationValidated,
  type Product,
  productOf,
} from '../../model/certificate-order.ts'
import { DomainError } from '../../model/errors.ts'
import type { HostedCertificate } from '../../model/hosted-certificate.ts'
import { checkDistinctKeys, type Tag } from '../../model/tag.ts'
import { addUnderNewId } from '../hosted-certificate/add-under-new-id.ts'
import { checkEnterpriseProject } from '../permission/check-enterprise-project.ts'
import { checkQuota, takeQuota } from '../quota/quota.ts'
import type { Call } from '../world.ts'

export interface BuyCertificatesCommand extends Product {
  /** How many of them. */
  readonly count: number
  readonly tags: readonly Tag[]
  readonly enterpriseProjectId: string
}

export interface Purchase {
  readonly orderId: string
  readonly certificateIds: readonly string[]
}

/**
 * Orders certificates (client contract 1.1, operation 12): each a record of its own in PAID, all of them or none. Throws
 * `parameter-invalid`, `quota-exceeded`.
 */
export async function buyCertificates(call: Call, command: BuyCertificatesCommand): Promise<Purchase> {
  const { count, tags, enterpriseProjectId, ...asked } = command
  const product = productOf(asked)
  checkDistinctKeys(tags)
  checkIssuerServes(call, product)
  await checkEnterpriseProject(call, enterpriseProjectId)
  await checkQuota(call, 'HOSTED_CERTIFICATE')
  const order = { ...product, orderId: call.random.identifier(), boughtAt: call.clock.now() }
  const certificateIds = await call.write(async (stores, tell) => {
    const ids: string[] = []
    while (ids.length < count) {
      await takeQuota(call, stores, 'HOSTED_CERTIFICATE')
      const { id } = await addUnderNewId(call, stores, (newId) => paid(newId, order, enterpriseProjectId))
      if (tags.length > 0) await stores.tags.put('hosted_certificate', id, tags)
      tell({ kind: 'hosted_certificate', id, after: order })
      ids.push(id)
    }
    return ids
  })
  return { orderId: order.orderId, certificateIds }
}

/** An authority that looks at no company must not be asked for a certificate that names one (api-answers A19). */
export function checkIssuerServes(call: Call, product: Pick<Product, 'brand' | 'type'>): void {
  if (isServed(call, product)) return
  throw new DomainError('parameter-invalid', {
    parameter: 'cert_type',
    reason: `is not issued for ${product.brand} here: its authority looks at no company`,
  })
}

export function isServed(
  { certificateIssuers }: Call,
  { brand, type }: Pick<Product, 'brand' | 'type'>,
): boolean {
  const issuer = certificateIssuers.ofBrand(brand)
  return issuer.kind === 'built-in' || issuer.validatesOrganizations || !isOrganizationValidated(type)
}

function paid(id: string, order: CertificateOrder, enterpriseProjectId: string): HostedCertificate {
  return {
    id,
    name: `cert-${id.slice(-13)}`,
    state: 'PAID',
    domain: null,
    otherDomains: [],
    inHand: null,
    ordered: {
      ...order,
      method: null,
      issuer: null,
      issuedAt: null,
      proofs: [],
      placesRecords: false,
      keyAlgorithm: null,
      issuedId: null,
      periodEndsAt: null,
      renewsItself: false,
      failure: null,
      revocation: null,
      isPrivacyWithdrawn: false,
    },
    description: null,
    createdAt: order.boughtAt,
    updatedAt: order.boughtAt,
    enterpriseProjectId,
  }
}
