import { DomainError } from '../../model/errors.ts'
import { readPrivateKey } from '../brought-key/read-private-key.ts'
import { type ReadCertificate, readCertificates, readChain, refusedCertificate } from './read-pem-fields.ts'

/** In characters (api-answers A36). */
const maximumKeyLength = 4096

/** Certificates and keys as somebody brings them. */
export interface BroughtPem {
  /** The certificate, and its chain where that is not apart; in any order. */
  readonly certificatePem: string
  readonly chainPem?: string
  readonly privateKeyPem: string
  /** The second certificate of an SM2 pair, for key encipherment, and its key: both or neither. */
  readonly encryptionCertificatePem?: string
  readonly encryptionKeyPem?: string
}

/** The same, read. The keys are secret, and wiped by `wipeKeys`. */
export interface BroughtPair {
  readonly certificates: readonly ReadCertificate[]
  readonly chain: readonly ReadCertificate[]
  readonly keyDer: Uint8Array
  readonly encryption: { readonly certificate: ReadCertificate; readonly keyDer: Uint8Array } | null
}

/**
 * Throws `imported-certificate-invalid`, `imported-chain-invalid` and `private-key-invalid` for what can't be read, and
 * `public-key-mismatch` for half of an encryption pair.
 */
export function readBroughtPair(pem: BroughtPem): BroughtPair {
  const certificates = readCertificates(pem.certificatePem, 'certificate')
  const chain = pem.chainPem === undefined ? [] : readChain(pem.chainPem)
  const keyDer = readKey(pem.privateKeyPem, 'private_key')
  try {
    return { certificates, chain, keyDer, encryption: readEncryption(pem) }
  } catch (error) {
    keyDer.fill(0)
    throw error
  }
}

export function wipeKeys({ keyDer, encryption }: BroughtPair): void {
  keyDer.fill(0)
  encryption?.keyDer.fill(0)
}

function readEncryption({
  encryptionCertificatePem,
  encryptionKeyPem,
}: BroughtPem): BroughtPair['encryption'] {
  if (encryptionCertificatePem === undefined && encryptionKeyPem === undefined) return null
  if (encryptionCertificatePem === undefined) throw missing('enc_certificate', 'enc_private_key')
  if (encryptionKeyPem === undefined) throw missing('enc_private_key', 'enc_certificate')
  const [certificate, ...others] = readCertificates(encryptionCertificatePem, 'enc_certificate')
  if (!certificate || others.length > 0)
    throw refusedCertificate('enc_certificate', 'must be one certificate')
  return { certificate, keyDer: readKey(encryptionKeyPem, 'enc_private_key') }
}

const readKey = (text: string, parameter: string) =>
  readPrivateKey(text, { parameter, maximumLength: maximumKeyLength })

const missing = (absent: string, present: string) =>
  new DomainError('public-key-mismatch', { parameter: absent, reason: `is required beside ${present}` })
