import { readCertificateRequest } from '../../../x509/certificate-request.ts'
import { MalformedError } from '../../../x509/malformed.ts'
import { type OutsideCertificate, readOutsideCertificate } from '../../../x509/outside-certificate.ts'
import { orderEnd } from '../../model/certificate-order.ts'
import { DomainError } from '../../model/errors.ts'
import type { CertificateInHand } from '../../model/hosted-certificate.ts'
import { parseIpAddress } from '../../model/ip-address.ts'
import { comingKeyId } from '../../model/issuance.ts'
import { renewAt } from '../../model/renewal.ts'
import { signatureSchemeName } from '../../model/signature-scheme.ts'
import { systemRecord } from '../audit/system-record.ts'
import { domainsOf } from '../hosted-certificate/domains-of.ts'
import { afterEvent, type Ordered } from '../order/ordered-certificate.ts'
import { followRenewal } from '../push/follow-renewal.ts'
import { type Carried, type NextLook, presentCarried } from './carried.ts'
import { takeComingKey } from './coming-key.ts'
import { removeRecords } from './place-records.ts'
import { askForRenewal } from './renewal-times.ts'

export interface ComeCertificate {
  readonly certificateDer: Uint8Array
  /** Issuer first. */
  readonly chainDers: readonly Uint8Array[]
  /** The built-in issuer's record of it. */
  readonly issuedId: string | null
}

/**
 * The certificate is in hand: what it says is judged, and it takes the place of the one before in one commit, with its key.
 * Throws `issuer-refused` where it is not what was asked for.
 */
export async function takeIn(carried: Carried, come: ComeCertificate): Promise<NextLook> {
  const { world, held, accountId, issuance } = carried
  const read = readCome(come.certificateDer)
  checkNames(read, issuance.names)
  const sealedKey = await takeComingKey(carried, come.certificateDer)
  if (sealedKey === null) checkRequestKey(carried, read)
  const inHand = inHandOf(carried, come.certificateDer, read, sealedKey !== null)
  await removeRecords(world, issuance.proofs)
  await held.record(accountId, async (stores) => {
    const { certificate: before } = await presentCarried(stores, carried)
    const after = issued(carried, before, inHand, come.issuedId)
    const { certificateDer, chainDers } = come
    await stores.hostedCertificates.replace(after, {
      certificateDer,
      chainDers,
      encryptionCertificateDer: null,
    })
    await stores.keys.remove(before.id)
    if (sealedKey) await stores.keys.add(before.id, sealedKey)
    await stores.keys.remove(comingKeyId(before.id))
    await stores.issuances.remove(before.id)
    const fingerprint = world.digest.hash('sha256', certificateDer).toHex()
    await followRenewal(world, stores, accountId, { certificateId: before.id, fingerprint })
    await askForRenewal(stores.jobs, accountId, before.id, nextRenewalLook(carried, inHand))
    const watch = await stores.notices.findWatch(before.id)
    if (watch) await stores.notices.setWatch({ ...watch, lookAt: world.clock.now() })
    const act = { method: 'clock', operation: 'takeInCertificate', kind: 'hosted_certificate', id: before.id }
    await stores.audit.append(systemRecord(world, accountId, { ...act, before, after: certificateDer }))
  })
  world.metrics.countIssuance(issuance.purpose, 'issued')
  return undefined
}

function readCome(der: Uint8Array): OutsideCertificate {
  try {
    return readOutsideCertificate(der)
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error
    throw refused(`the authority sent what is no certificate: ${error.message}`)
  }
}

/** Exactly what was ordered: a name too many is somebody else's. */
function checkNames(read: OutsideCertificate, names: readonly string[]): void {
  const held = new Set(domainsOf(read).map(spelled))
  const ordered = new Set(names.map(spelled))
  const missing = [...ordered.difference(held)]
  const surplus = [...held.difference(ordered)]
  if (missing.length > 0) throw refused(`the authority sent a certificate without ${missing.join(', ')}`)
  if (surplus.length > 0) throw refused(`the authority sent a certificate with ${surplus.join(', ')}, too`)
}

/** An address may be written in more than one way. */
const spelled = (name: string) => parseIpAddress(name)?.join('.') ?? name.toLowerCase()

/** The user's own key: it must be the request's. */
function checkRequestKey({ issuance }: Carried, { publicKeyDer }: OutsideCertificate): void {
  const { requestDer } = issuance
  if (requestDer && Buffer.compare(readCertificateRequest(requestDer).publicKeyDer, publicKeyDer) === 0)
    return
  throw refused('the authority sent a certificate for another key')
}

const inHandOf = (
  { world }: Carried,
  der: Uint8Array,
  { signatureScheme, notBefore, notAfter }: OutsideCertificate,
  hasKey: boolean,
): CertificateInHand => ({
  fingerprint: world.digest.hash('sha1', der).toHex(),
  signatureAlgorithm: signatureSchemeName(signatureScheme),
  hasKey,
  notBefore,
  notAfter,
})

function issued(
  { world, issuance }: Carried,
  before: Ordered,
  inHand: CertificateInHand,
  issuedId: string | null,
): Ordered {
  const now = world.clock.now()
  const { ordered } = before
  const isFirst = issuance.purpose === 'first'
  const [domain = null, ...otherDomains] = issuance.names
  const come = {
    issuer: issuance.issuer,
    issuedId,
    issuedAt: now,
    periodEndsAt: ordered.periodEndsAt ?? orderEnd(ordered, now),
    placesRecords: issuance.placesRecords,
    keyAlgorithm: issuance.keyAlgorithm,
    renewsItself: isFirst ? isRepeatable(issuance) : ordered.renewsItself,
    failure: null,
  }
  const after =
    issuance.purpose === 'renewal'
      ? { ...before, ordered: { ...ordered, ...come }, updatedAt: now }
      : afterEvent(before, 'issue', now, come)
  return { ...after, domain, otherDomains, inHand }
}

/** With a key of ours, and proofs that need nobody's hand again (api-answers A39). */
const isRepeatable = ({ keyAlgorithm, placesRecords, issuer, method }: Carried['issuance']): boolean =>
  keyAlgorithm !== null && (placesRecords || (issuer === 'built-in' && method !== 'EMAIL'))

function nextRenewalLook({ world, issuance }: Carried, inHand: CertificateInHand): number {
  return issuance.issuer === 'built-in' ? renewAt(inHand) : world.clock.now()
}

const refused = (reason: string) => new DomainError('issuer-refused', { reason })
