import { sealedRecords } from '../../model/sealed.ts'
import { serialNumberOf } from '../../model/serial-number.ts'
import { responderKeyId, responderLifeMs, type StatusResponder } from '../../model/status-responder.ts'
import type { Validity } from '../../model/validity.ts'
import type { TenantStores } from '../../ports/doors.ts'
import type { SigningAuthority } from '../../ports/issuer.ts'
import { checkMaySign } from '../journal/may-sign.ts'
import type { World } from '../world.ts'
import type { AuthoritySubject } from './job-subject.ts'

/** A responder's certificate and key, not yet recorded. */
export interface MadeResponder {
  readonly responder: StatusResponder
  readonly record: (stores: TenantStores) => Promise<void>
}

/**
 * Gives a CA a new responder: a key of its own and a certificate that may do nothing but answer for this CA (RFC 6960
 * §4.2.2.2). It is neither listed nor counted (api-answers A30). `until`: when it is to end, if not after its usual life.
 */
export async function makeResponder(
  world: Pick<World, 'clock' | 'random' | 'issuer' | 'journalHolds'>,
  { accountId, authorityId }: AuthoritySubject,
  signing: SigningAuthority,
  { until, answersUntil = null }: { readonly until?: number; readonly answersUntil?: number | null } = {},
): Promise<MadeResponder> {
  const serialNumber = serialNumberOf(world.random.octets(16))
  const validity = validityOf(world.clock.now(), signing, until)
  const { certificateDer, sealedKey } = await world.issuer.issue({
    profile: {
      kind: 'responder',
      serialNumber,
      subject: {
        country: null,
        state: null,
        locality: null,
        organization: null,
        organizationalUnit: null,
        commonName: 'OCSP responder',
      },
      validity,
      signatureHash: signing.keyAlgorithm === 'EC384' ? 'SHA384' : 'SHA256',
      pathLength: null,
      keyUsages: ['digitalSignature'],
      extendedKeyUsages: [],
      alternativeNames: [],
      customizedExtension: null,
      issuerUrls: [],
    },
    subjectKey: { generate: 'EC256', record: sealedRecords.responderKey(accountId, authorityId) },
    authority: signing,
  })
  const responder = { certificateDer, ...validity, answersUntil }
  return {
    responder,
    async record(stores) {
      await checkMaySign(world, stores, [authorityId])
      const keyId = responderKeyId(authorityId)
      await stores.keys.remove(keyId)
      if (sealedKey) await stores.keys.add(keyId, sealedKey.sealed)
      await stores.statusResponders.set(authorityId, responder)
      await stores.serials.register({ issuerId: authorityId, serialNumber, notAfter: validity.notAfter })
    },
  }
}

/** Whole seconds, within the CA's life. */
function validityOf(now: number, { notBefore, notAfter }: SigningAuthority, until?: number): Validity {
  const start = Math.floor((now - 60_000) / 1000) * 1000
  return {
    notBefore: Math.max(start, notBefore),
    notAfter: Math.min(until ?? start + responderLifeMs, notAfter),
  }
}
