import type { ParsedCertificate } from '../../../x509/certificate.ts'
import type { Authority } from '../../model/authority.ts'
import { DomainError } from '../../model/errors.ts'
import { serialFromOctets } from '../../model/serial-number.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { checkMaySign } from '../journal/may-sign.ts'
import type { Call } from '../world.ts'

export type Signer = Pick<Authority, 'id'>

/**
 * The CA of this account whose name and key the certificate was signed with; its key is here, so it can revoke it.
 * Throws `imported-certificate-invalid` where that key is gone: nobody could ever revoke the certificate.
 */
export async function findSigner(call: Call, certificate: ParsedCertificate): Promise<Signer | undefined> {
  const named = await call.read(({ authorities }) => authorities.withSubject(certificate.issuerNameDer))
  for (const authority of named) {
    const { publicKeyDer } = authority
    const { hash } = certificate.signatureAlgorithm
    const isSigned = await call.signatureVerifier.verify({ ...certificate, hash, publicKeyDer })
    if (!isSigned || authority.generationMode === 'CSR') continue
    if (authority.state === 'DESTROYED') throw refused('was signed by a CA whose key is gone')
    return authority
  }
  return undefined
}

/** A certificate that was made here by CSR is known under another id; what was revoked there is not taken in here. */
export async function checkAlike(
  call: Call,
  stores: TenantReaders,
  signer: Signer | undefined,
  { serialNumber }: ParsedCertificate,
): Promise<void> {
  if (!signer) return
  // after a restore the signer may not know yet what it revoked
  await checkMaySign(call, stores, [signer.id])
  const serial = serialFromOctets(serialNumber)
  const alike = await stores.authorities.withSerial(signer.id, serial)
  const known = await stores.serials.find(signer.id, serial)
  if (known?.revocation || alike.some(({ revocation }) => revocation)) throw refused('is revoked')
}

const refused = (reason: string) =>
  new DomainError('imported-certificate-invalid', { parameter: 'certificate', reason })
