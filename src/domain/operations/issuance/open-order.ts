import type { AcmeChallenge } from '../../model/acme-challenge.ts'
import { acmeFilePath, acmeRecordName, type DomainProof } from '../../model/domain-proof.ts'
import { DomainError } from '../../model/errors.ts'
import { orderedNames, provenName } from '../../model/ordered-names.ts'
import type { AcmeMethod, AcmeOrder } from '../../ports/acme-directory.ts'
import { noticeOrder } from '../notice/notice-order.ts'
import { afterEvent } from '../order/ordered-certificate.ts'
import type { World } from '../world.ts'
import { type Carried, type NextLook, recordStep } from './carried.ts'

/** Opens an order at the authority: what it asks for is what details show from now on (api-answers A18). */
export async function openOrder(carried: Carried): Promise<NextLook> {
  const { world, acmeAccounts, held, accountId, certificate, issuance } = carried
  const { directory, account } = await acmeAccounts.find(issuance.issuer)
  const method = acmeMethod(issuance.method)
  const names = orderedNames(issuance.names)
  const replaces = issuance.purpose === 'renewal' ? await contentOf(carried) : undefined
  await held.confirm()
  const order = await directory.openOrder(account, { names, method, ...(replaces && { replaces }) })
  await world.faults.reach('order: opened, not recorded')
  const proofs = order.challenges.map((challenge) => proofOf(world, challenge, method))
  const now = world.clock.now()
  await recordStep(
    carried,
    (present) => ({
      issuance: {
        ...present.issuance,
        step: 'proving',
        proofs,
        upstream: { url: order.url, expiresAt: order.expiresAt, challenges: order.challenges },
        looks: 0,
        hindrance: null,
      },
      certificate:
        certificate.state === 'CHECKING' || certificate.state === 'CHECKING_DOMAIN'
          ? afterEvent(present.certificate, 'challenges-told', now)
          : present.certificate,
      operation: 'openOrder',
    }),
    async (stores) => {
      // what was set before no longer counts, and whoever set it has to know (api-answers A18)
      if (issuance.failures === 0 || issuance.placesRecords) return
      const told = { type: 'ORDER_PROOFS_REPLACED', reason: issuance.hindrance, proofs } as const
      await noticeOrder(world, stores, accountId, certificate, told)
    },
  )
  return now
}

export function acmeMethod(method: DomainProof['method']): AcmeMethod {
  if (method === 'EMAIL') throw new DomainError('issuer-refused', { reason: 'ACME proves no names by mail' })
  return method
}

async function contentOf({ world, accountId, certificate }: Carried): Promise<Uint8Array | undefined> {
  const content = await world.database.read(accountId, ({ hostedCertificates }) =>
    hostedCertificates.findContent(certificate.id),
  )
  return content?.certificateDer
}

function proofOf(
  { digest, clock }: World,
  { domain, token, keyAuthorization, isProven }: AcmeChallenge,
  method: AcmeMethod,
): DomainProof {
  const place =
    method === 'DNS'
      ? {
          recordName: acmeRecordName(provenName(domain)),
          recordValue: digest
            .hash('sha256', new TextEncoder().encode(keyAuthorization))
            .toBase64({ alphabet: 'base64url', omitPadding: true }),
        }
      : { recordName: acmeFilePath(token), recordValue: keyAuthorization }
  return {
    domain,
    method,
    ...place,
    seenAt: isProven ? clock.now() : null,
    lookedAt: null,
    finding: null,
    isPlacedByUs: false,
  }
}

/** What the authority says of an order that is there. */
export const readUpstream = async (carried: Carried): Promise<AcmeOrder | undefined> => {
  const { acmeAccounts, issuance } = carried
  if (!issuance.upstream) return undefined
  const { directory, account } = await acmeAccounts.find(issuance.issuer)
  return await directory.readOrder(account, issuance.upstream.url, acmeMethod(issuance.method))
}
