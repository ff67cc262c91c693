import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { DomainError } from '../domain/model/errors.ts'
import type { SealedSecret } from '../domain/model/sealed.ts'
import type { KeyAdoption } from '../domain/ports/request-maker.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { encodePem } from '../x509/pem.ts'

/** Seals a key that somebody brought, as PKCS #8, if it is that of the public key; the octets that came are wiped. */
export function adoptKey(vault: Vault, adoption: KeyAdoption): SealedSecret | undefined {
  const { keyDer, publicKeyDer, record } = adoption
  try {
    const key = open(adoption)
    if (!isKeyOf(key, publicKeyDer)) return undefined
    const privateKeyInfoDer = key.export({ type: 'pkcs8', format: 'der' })
    const sealed = vault.seal(record, privateKeyInfoDer)
    privateKeyInfoDer.fill(0)
    return sealed
  } finally {
    keyDer.fill(0)
  }
}

export function exportPrivateKeyInfo(vault: Vault, key: SealedSecret): string {
  const privateKeyInfoDer = vault.unseal(key)
  try {
    return encodePem('PRIVATE KEY', privateKeyInfoDer)
  } finally {
    privateKeyInfoDer.fill(0)
  }
}

function open({ keyDer, encoding }: KeyAdoption): KeyObject {
  // a view, because a copy in the clear would stay behind
  const key = Buffer.from(keyDer.buffer, keyDer.byteOffset, keyDer.length)
  try {
    return createPrivateKey({ key, format: 'der', type: encoding })
  } catch {
    // OpenSSL's words might tell of the key
    throw new DomainError('private-key-invalid', { reason: 'can not be read' })
  }
}

const challenge = Buffer.from('chancery: the key is that of the request')

/**
 * The public halves are the same, and what the private one signs holds for the other. The halves are compared as they are
 * written: `KeyObject.equals` of keys of two kinds leaves an error behind in OpenSSL, and the next key that is opened in
 * this thread, whoever's it is, is refused for it (seen with Node 26.10).
 */
function isKeyOf(key: KeyObject, publicKeyDer: Uint8Array): boolean {
  const publicKey = createPublicKey({ key: Buffer.from(publicKeyDer), format: 'der', type: 'spki' })
  if (!written(createPublicKey(key)).equals(written(publicKey))) return false
  return verify('sha256', challenge, publicKey, sign('sha256', challenge, key))
}

const written = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })
