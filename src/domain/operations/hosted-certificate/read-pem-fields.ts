import { MalformedError } from '../../../x509/malformed.ts'
import { type OutsideCertificate, readOutsideCertificate } from '../../../x509/outside-certificate.ts'
import { findPem } from '../../../x509/pem-search.ts'
import { type PrivateKeyForm, privateKeyForm, privateKeyLabels } from '../../../x509/private-key-form.ts'
import { DomainError } from '../../model/errors.ts'

/** A certificate with the octets that it was read from. */
export interface ReadCertificate {
  readonly der: Uint8Array
  readonly certificate: OutsideCertificate
}

/** In characters, and in certificates (api-answers A36). */
const bounds = { certificate: 16_384, chain: 65_536, certificates: 20, key: 4096, keyBlocks: 3 }

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

/** What OpenSSL writes before an EC key. */
const parameterLabels = ['EC PARAMETERS', 'SM2 PARAMETERS']

/** By which labels a form of key may go. */
const keyLabels: Readonly<Record<string, PrivateKeyForm>> = {
  ...Object.fromEntries(
    Object.entries(privateKeyLabels).map(([form, label]) => [label, form as PrivateKeyForm]),
  ),
  'SM2 PRIVATE KEY': 'SEC1',
}

/** The DER of one private key. Throws `private-key-invalid`; nothing of the text is in the refusal. */
export function readPrivateKey(text: string, parameter: string): Uint8Array {
  const refused = (reason: string) => new DomainError('private-key-invalid', { parameter, reason })
  return refusing(refused, () => {
    const limits = { maximumLength: bounds.key, maximumBlocks: bounds.keyBlocks }
    const blocks = findPem(text, limits).filter(({ label }) => !parameterLabels.includes(label))
    const [block, ...others] = blocks
    if (!block || others.length > 0) throw refused('must be one private key in PEM')
    if (block.label.includes('ENCRYPTED')) throw refused('is encrypted')
    const form = Object.hasOwn(keyLabels, block.label) ? keyLabels[block.label] : undefined
    if (!form) throw refused('must be a PEM block PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY')
    if (privateKeyForm(block.der) !== form) throw refused('is not what its label says')
    return block.der
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
