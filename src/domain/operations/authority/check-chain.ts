import type { ParsedCertificate } from '../../../x509/certificate.ts'
import { DomainError } from '../../model/errors.ts'
import type { Call } from '../world.ts'

export interface ChainLink {
  readonly der: Uint8Array
  readonly certificate: ParsedCertificate
}

/**
 * Every certificate was signed by the next one, the last by itself, and each is a CA that may certify those below it
 * (RFC 5280 §6.1). A chain that is absent is not asked for.
 */
export async function checkChain(call: Call, link: ChainLink, chain: readonly ChainLink[]): Promise<void> {
  const [issuer] = chain
  if (!issuer) return
  if (!(await isSignedBy(call, link, issuer))) {
    throw new DomainError('imported-certificate-invalid', {
      parameter: 'certificate',
      reason: 'is not signed by the first of the chain',
    })
  }
  for (const [below, { certificate }] of chain.entries()) checkMayCertify(call, certificate, below)
  for (const [index, current] of chain.entries()) {
    const next = chain[index + 1] ?? current
    if (await isSignedBy(call, current, next)) continue
    throw refused(
      next === current ? 'must end with a self-signed root' : `${index} is not signed by the next one`,
    )
  }
}

/** `below`: how many CAs of the chain stand between it and the CA that is imported, which is one more. */
function checkMayCertify(call: Call, certificate: ParsedCertificate, below: number): void {
  const { isAuthority, keyUsages, notAfter, pathLength } = certificate
  if (!isAuthority || (keyUsages && !keyUsages.includes('keyCertSign'))) throw refused(`${below} is no CA`)
  if (notAfter <= call.clock.now()) throw refused(`${below} is expired`)
  if (pathLength !== null && pathLength < below + 1)
    throw refused(`${below} has a path length that does not allow the CA`)
}

const isSignedBy = async (call: Call, { certificate }: ChainLink, { certificate: issuer }: ChainLink) =>
  Buffer.compare(certificate.issuerNameDer, issuer.subjectNameDer) === 0 &&
  (await call.signatureVerifier.verify({
    ...certificate,
    hash: certificate.signatureAlgorithm.hash,
    publicKeyDer: issuer.publicKeyDer,
  }))

const refused = (reason: string) =>
  new DomainError('imported-chain-invalid', { parameter: 'certificate_chain', reason })
