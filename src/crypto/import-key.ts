import { createPrivateKey, type KeyObject, sign, verify, X509Certificate } from 'node:crypto'
import { DomainError } from '../domain/model/errors.ts'
import type { SealedSecret } from '../domain/model/sealed.ts'
import type { ImportedKey, KeyImportOrder } from '../domain/ports/key-importer.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { encodePem } from '../x509/pem.ts'
import { type PrivateKeyForm, privateKeyForm, privateKeyLabels } from '../x509/private-key-form.ts'

const types = { PKCS1: 'pkcs1', SEC1: 'sec1', PKCS8: 'pkcs8' } as const satisfies Record<
  PrivateKeyForm,
  string
>

/** Finds the certificate that a key is for, and seals the key as it came; the octets that came are wiped. */
export function importKey(
  vault: Vault,
  { keyDer, certificateDers, record }: KeyImportOrder,
): ImportedKey | undefined {
  try {
    const key = open(keyDer)
    const signature = signChallenge(key)
    const place = certificateDers.findIndex((der) => isKeyOf(key, signature, der))
    return place < 0 ? undefined : { place, sealedKey: seal(vault, record, keyDer) }
  } finally {
    keyDer.fill(0)
  }
}

/** The form is told by the octets themselves, so nothing beside them need be kept. */
export function exportImportedPem(vault: Vault, key: SealedSecret): string {
  const keyDer = vault.unseal(key)
  try {
    return encodePem(privateKeyLabels[privateKeyForm(keyDer)], keyDer)
  } finally {
    keyDer.fill(0)
  }
}

function open(keyDer: Uint8Array): KeyObject {
  // a view, because a copy in the clear would stay behind
  const key = Buffer.from(keyDer.buffer, keyDer.byteOffset, keyDer.length)
  try {
    return createPrivateKey({ key, format: 'der', type: types[privateKeyForm(keyDer)] })
  } catch {
    // OpenSSL's words might tell of the key
    throw invalid('can not be read')
  }
}

/**
 * The public halves are the same, and what the private one signs holds for the other: OpenSSL compares the public
 * halves only, and takes whatever stands beside them.
 */
function isKeyOf(key: KeyObject, signature: Buffer, der: Uint8Array): boolean {
  const certificate = readCertificate(der)
  return (
    certificate.checkPrivateKey(key) && verify(digestFor(key), challenge, certificate.publicKey, signature)
  )
}

const challenge = Buffer.from('chancery: the key is that of the certificate')

function signChallenge(key: KeyObject): Buffer {
  try {
    return sign(digestFor(key), challenge, key)
  } catch {
    throw invalid('is of a kind that can not sign')
  }
}

/** Null for keys that bring their own: Edwards curves, and SM2, whose type the runtime has no name for. */
function digestFor({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | null {
  if (asymmetricKeyType === 'rsa' || asymmetricKeyType === 'ec') return 'sha256'
  if (asymmetricKeyType === 'rsa-pss') return asymmetricKeyDetails?.hashAlgorithm ?? 'sha256'
  return null
}

function readCertificate(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der)
  } catch {
    throw new DomainError('imported-certificate-invalid', { reason: 'can not be read' })
  }
}

function seal(vault: Vault, record: string, keyDer: Uint8Array): SealedSecret {
  try {
    return vault.seal(record, keyDer)
  } catch (cause) {
    throw new DomainError('key-sealing-failed', {}, { cause })
  }
}

const invalid = (reason: string) => new DomainError('private-key-invalid', { reason })
