import { MalformedError } from '../../../x509/malformed.ts'
import { type OutsideCertificate, readOutsideCertificate } from '../../../x509/outside-certificate.ts'
import { findPem } from '../../../x509/pem-search.ts'
import { DomainError } from '../../model/errors.ts'

/** A certificate with the octets that it was read from. */
export interface ReadCertificate {
  readonly der: Uint8Array
  readonly certificate: OutsideCertificate
}

/** In characters, and in certificates (api-answers A36). */
const bounds = { certificate: 16_384, chain: 65_536, certificates: 20 }

/** One certificate or several. Throws `imported-certificate-invalid`. */
export const readCertificates = (text: string, parameter: string): ReadCertificate[] =>
  readBlocks(text, bounds.certificate, (reason) => refusedCertificate(parameter, reason))

/** The certificates of a chain. Throws `imported-chain-invalid`. */
export const readChain = (text: string): ReadCertificate[] => readBlocks(text, bounds.chain, refusedChain)

export const refusedCertificate = (parameter: string, reason: string) =>
  new DomainError('imported-certificate-invalid', { parameter, reason })
export const refusedChain = (reason: string) =>
  new DomainError('imported-chain-invalid', { parameter: 'certificate_chain', reason })

const certificateLabels = ['CERTIFICATE', 'X509 CERTIFICATE']

function readBlocks(
  text: string,
  maximumLength: number,
  refused: (reason: string) => DomainError,
): ReadCertificate[] {
  return refusing(refused, () => {
    const blocks = findPem(text, { maximumLength, maximumBlocks: bounds.certificates })
    if (blocks.length === 0) throw refused('holds no PEM block CERTIFICATE')
    return blocks.map(({ label, der }) => {
      if (!certificateLabels.includes(label)) throw refused(`holds a block ${label}`)
      return { der, certificate: readOutsideCertificate(der) }
    })
  })
}

function refusing<Result>(refused: (reason: string) => DomainError, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof MalformedError) throw refused(error.message)
    throw error
  }
}
