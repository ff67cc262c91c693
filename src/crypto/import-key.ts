import { createPublicKey, type KeyObject, sign, verify, X509Certificate } from 'node:crypto'
import { DomainError } from '../domain/model/errors.ts'
import type { SealedSecret } from '../domain/model/sealed.ts'
import type { ImportedKey, KeyImportOrder, KeyOwner } from '../domain/ports/key-importer.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { encodePem } from '../x509/pem.ts'
import { privateKeyForm, privateKeyLabels } from '../x509/private-key-form.ts'
import { openAnyPrivateKey } from './signing-keys.ts'

/** Finds the owner of a key, and seals the key; the octets that came are wiped. */
export function importKey(
  vault: Vault,
  { keyDer, owners, record, sealedAs }: KeyImportOrder,
): ImportedKey | undefined {
  try {
    const key = open(keyDer)
    if (agreementOnly.includes(key.asymmetricKeyType ?? '')) throw invalid(cannotSign)
    const place = owners.findIndex((owner) => isKeyOf(key, owner))
    if (place < 0) return undefined
    return {
      place,
      sealedKey: sealedAs === 'PKCS8' ? sealInfo(vault, record, key) : seal(vault, record, keyDer),
    }
  } finally {
    keyDer.fill(0)
  }
}

/** No signature of theirs proves whose they are. */
const agreementOnly = ['x25519', 'x448', 'dh']
const cannotSign = 'is of a kind that can not sign'

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
  try {
    return openAnyPrivateKey(keyDer)
  } catch {
    // OpenSSL's words might tell of the key
    throw invalid('can not be read')
  }
}

/**
 * The public halves are the same, and what the private one signs holds for the other: OpenSSL compares the public
 * halves only, and takes whatever stands beside them. They are compared first, since signing with what is large is slow.
 */
function isKeyOf(key: KeyObject, owner: KeyOwner): boolean {
  const publicKey = 'certificateDer' in owner ? ownedBy(key, owner.certificateDer) : sameHalf(key, owner)
  if (!publicKey) return false
  return verify(digestFor(key), challenge, publicKey, signChallenge(key))
}

function ownedBy(key: KeyObject, der: Uint8Array): KeyObject | undefined {
  const certificate = readCertificate(der)
  return certificate.checkPrivateKey(key) ? certificate.publicKey : undefined
}

/**
 * As they are written: `KeyObject.equals` of keys of two kinds leaves an error behind in OpenSSL, and the next key that
 * is opened in this thread, whoever's it is, is refused for it (seen with Node 26.10).
 */
function sameHalf(key: KeyObject, { publicKeyDer }: { readonly publicKeyDer: Uint8Array }) {
  const publicKey = createPublicKey({ key: Buffer.from(publicKeyDer), format: 'der', type: 'spki' })
  return written(createPublicKey(key)).equals(written(publicKey)) ? publicKey : undefined
}

const written = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })

const challenge = Buffer.from('chancery: the key is that of its owner')

function signChallenge(key: KeyObject): Buffer {
  try {
    return sign(digestFor(key), challenge, key)
  } catch {
    throw invalid(cannotSign)
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

function sealInfo(vault: Vault, record: string, key: KeyObject): SealedSecret {
  const privateKeyInfoDer = key.export({ type: 'pkcs8', format: 'der' })
  try {
    return seal(vault, record, privateKeyInfoDer)
  } finally {
    privateKeyInfoDer.fill(0)
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
