import { readCertificate } from '../../../x509/certificate.ts'
import type { Authority } from '../../model/authority.ts'
import { DomainError } from '../../model/errors.ts'
import { serialFromOctets } from '../../model/serial-number.ts'

/** What a CA's own certificate says of it; what it issues copies name and key identifier from here. */
export function certificateFields(
  certificateDer: Uint8Array,
  replaceKeyIdentifier: () => Uint8Array = refuseMissing,
): Pick<Authority, 'certificate' | 'publicKeyDer'> {
  const read = readCertificate(certificateDer)
  return {
    publicKeyDer: read.publicKeyDer,
    certificate: {
      certificateDer,
      serialNumber: serialFromOctets(read.serialNumber),
      notBefore: read.notBefore,
      notAfter: read.notAfter,
      subjectNameDer: read.subjectNameDer,
      subjectKeyIdentifier: read.subjectKeyIdentifier ?? replaceKeyIdentifier(),
    },
  }
}

const refuseMissing = (): never => {
  throw new DomainError('certificate-processing-failed', { reason: 'a CA without a key identifier' })
}
