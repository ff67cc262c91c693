import { type ParsedCertificate, readCertificate } from '../../../x509/certificate.ts'
import { MalformedError } from '../../../x509/malformed.ts'
import { readName } from '../../../x509/name.ts'
import { decodePem } from '../../../x509/pem.ts'
import { readRelativeNames } from '../../../x509/relative-names.ts'
import { DomainError } from '../../model/errors.ts'
import { type SignatureHash, signatureHashes } from '../../model/key-algorithm.ts'
import { forbiddenName } from '../../model/name-constraints.ts'
import type { Call } from '../world.ts'
import { type ChainLink, checkChain } from './check-chain.ts'

/** A CA's certificate that came from elsewhere, found sound. */
export interface ImportedCertificate {
  readonly certificate: ParsedCertificate
  readonly certificateDer: Uint8Array
  readonly signatureHash: SignatureHash
  /** The issuer's common name, if it has one. */
  readonly issuerName: string | null
  readonly chainDers: readonly Uint8Array[]
}

/** In characters, and in certificates (API reference 4.1.1.11; api-answers B). */
const bounds = { certificateLength: 32_768, chainLength: 2_097_152, chainCertificates: 10 }

/**
 * Reads and judges what can be judged without the CA: form, purpose, strength and life of the certificate, and a chain
 * that leads from it, issuer first, to a self-signed root.
 */
export async function readImport(
  call: Call,
  { certificatePem, chainPem }: { readonly certificatePem: string; readonly chainPem?: string },
): Promise<ImportedCertificate> {
  const link = readOne(certificatePem)
  const { certificate } = link
  checkAuthorityCertificate(certificate, call.clock.now())
  const chain = chainPem === undefined ? [] : readChain(chainPem)
  await checkChain(call, link, chain)
  checkOwnName(certificate, chain)
  return {
    certificate,
    certificateDer: link.der,
    signatureHash: certificate.signatureAlgorithm.hash as SignatureHash,
    issuerName: readName(certificate.issuerNameDer).commonName,
    chainDers: chain.map(({ der }) => der),
  }
}

function readOne(pem: string): ChainLink {
  const [link, ...others] = readBlocks(pem, bounds.certificateLength, 2, refusedCertificate)
  if (!link || others.length > 0) throw refusedCertificate('must be one PEM certificate')
  return link
}

const readChain = (pem: string): ChainLink[] =>
  readBlocks(pem, bounds.chainLength, bounds.chainCertificates, refusedChain)

function readBlocks(
  pem: string,
  maximumLength: number,
  maximumBlocks: number,
  refused: (reason: string) => DomainError,
): ChainLink[] {
  try {
    return decodePem(pem, { maximumLength, maximumBlocks }).map(({ label, der }) => {
      if (label !== 'CERTIFICATE') throw refused('must be PEM blocks CERTIFICATE')
      if (der.length > bounds.certificateLength) throw refused('holds a certificate that is too long')
      return { der, certificate: readCertificate(der) }
    })
  } catch (error) {
    if (error instanceof MalformedError) throw refused(error.message)
    throw error
  }
}

function checkAuthorityCertificate(certificate: ParsedCertificate, now: number): void {
  const { isAuthority, keyUsages, notAfter, signatureAlgorithm } = certificate
  if (!isAuthority) throw refusedCertificate('is not that of a CA')
  if (keyUsages && !keyUsages.includes('keyCertSign'))
    throw refusedCertificate('has key usages without keyCertSign')
  if (notAfter <= now) throw refusedCertificate('is expired')
  if (!(signatureHashes as readonly string[]).includes(signatureAlgorithm.hash))
    throw refusedCertificate(`is signed with ${signatureAlgorithm.hash}`)
  if (Buffer.compare(certificate.subjectNameDer, certificate.issuerNameDer) === 0)
    throw refusedCertificate("has its issuer's name as its own")
}

/** No client would accept a path through it. */
function checkOwnName({ subjectNameDer }: ParsedCertificate, chain: readonly ChainLink[]): void {
  const names = { subject: readRelativeNames(subjectNameDer), alternativeNames: [] }
  const isForbidden = chain.some(
    ({ certificate: { nameConstraints } }) => nameConstraints && forbiddenName(names, nameConstraints),
  )
  if (isForbidden) throw refusedCertificate('has a name outside the name constraints of its chain')
}

const refusedCertificate = (reason: string) =>
  new DomainError('imported-certificate-invalid', { parameter: 'certificate', reason })
const refusedChain = (reason: string) =>
  new DomainError('imported-chain-invalid', { parameter: 'certificate_chain', reason })
