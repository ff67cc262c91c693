import type { AuthorityCertificate } from '../../model/authority.ts'
import type { SerialNumber } from '../../model/serial-number.ts'
import type { Validity } from '../../model/validity.ts'
import type { IssuedCertificate } from '../../ports/issuer.ts'

export const certificateOf = (
  { certificateDer, subjectNameDer, subjectKeyIdentifier }: IssuedCertificate,
  serialNumber: SerialNumber,
  validity: Validity,
): AuthorityCertificate => ({
  ...validity,
  serialNumber,
  certificateDer,
  subjectNameDer,
  subjectKeyIdentifier,
})
