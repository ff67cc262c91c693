import { MalformedError } from '../../../x509/malformed.ts'
import { readOutsideCertificate } from '../../../x509/outside-certificate.ts'
import { encodePem } from '../../../x509/pem.ts'
import { DomainError } from '../../model/errors.ts'
import type { KeyStoreOrder, OpenedKeyStore } from '../../ports/key-store-reader.ts'
import type { Call } from '../world.ts'
import { findChain } from './order-chain.ts'
import { type ReadCertificate, readCertificates, readChain, refusedCertificate } from './read-pem-fields.ts'

/** In octets: a key, its chain and other entries have some kilobytes. */
const maximumLength = 1_048_576

/** What a key store holds that can be imported. */
export interface BroughtKeyStore extends Pick<OpenedKeyStore, 'kind' | 'aliases' | 'alias'> {
  readonly certificate: ReadCertificate
  /** Above the certificate, the issuer first; certificates of other keys are left out. */
  readonly chain: readonly ReadCertificate[]
  /** Secret, and wiped by whoever asked. */
  readonly keyDer: Uint8Array
}

/** Opens a key store in the account's turn, and holds what is in it to the bounds of an import. Throws what the port says. */
export async function openKeyStore(call: Call, order: KeyStoreOrder): Promise<BroughtKeyStore> {
  if (order.content.length > maximumLength) {
    throw refusedCertificate('content', `is longer than ${maximumLength} octets`)
  }
  const opened = await call.keyStoreTurns.take(call.caller.account.id, () => call.keyStoreReader.open(order))
  try {
    return await understand(call, opened)
  } catch (error) {
    opened.keyDer.fill(0)
    throw error
  }
}

async function understand(
  call: Call,
  { certificateDer, otherDers, ...opened }: OpenedKeyStore,
): Promise<BroughtKeyStore> {
  const [certificate] = readCertificates(encodePem('CERTIFICATE', certificateDer), 'content')
  if (!certificate) throw new DomainError('unexpected', { reason: 'a key store without its certificate' })
  const chain = await findChain(call, certificate, namedAbove(certificate, readable(otherDers)))
  const pem = chain.map(({ der }) => encodePem('CERTIFICATE', der)).join('')
  return { ...opened, certificate, chain: chain.length === 0 ? [] : readChain(pem) }
}

/** Of other entries there may be certificates that nobody here can read. */
function readable(ders: readonly Uint8Array[]): ReadCertificate[] {
  return ders.flatMap((der) => {
    try {
      return [{ der, certificate: readOutsideCertificate(der) }]
    } catch (error) {
      if (error instanceof MalformedError) return []
      throw error
    }
  })
}

/** Those that have the name of an issuer, step by step: only they are worth a verification. */
function namedAbove(leaf: ReadCertificate, others: readonly ReadCertificate[]): ReadCertificate[] {
  const bySubject = Map.groupBy(others, ({ certificate }) => certificate.subjectNameDer.toHex())
  const above = new Set<ReadCertificate>()
  const climbing = [leaf]
  for (const { certificate } of climbing) {
    for (const issuer of bySubject.get(certificate.issuerNameDer.toHex()) ?? []) {
      if (above.has(issuer)) continue
      above.add(issuer)
      climbing.push(issuer)
    }
  }
  return [...above]
}

/** Parameters of an import in PEM are all in the store here. */
export async function aboutTheStore<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof DomainError) || !inStore.includes(error.facts.parameter ?? '')) throw error
    throw new DomainError(error.code, { ...error.facts, parameter: 'content' }, { cause: error })
  }
}

const inStore = ['certificate', 'certificate_chain', 'private_key']
