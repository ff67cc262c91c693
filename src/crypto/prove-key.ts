import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { ProveKey, StoredKey } from '../domain/ports/stored-contents.ts'
import { openPrivateKey } from './signing-keys.ts'
import { type DataKeys, openVault } from './vault.ts'

/** Opens sealed private keys and compares them with their public halves; none outlives its comparison. */
export function createKeyProver(dataKeys: DataKeys): ProveKey {
  const vault = openVault(dataKeys)
  return ({ secret, publicHalf }) => {
    try {
      const privateKeyInfo = vault.unseal(secret)
      if (!publicHalf) return undefined
      const own = createPublicKey(openPrivateKey(privateKeyInfo))
      privateKeyInfo.fill(0)
      return spkiOf(own).equals(spkiOf(publicKeyIn(publicHalf))) ? undefined : 'belongs to another public key'
    } catch {
      return 'does not open'
    }
  }
}

/** `KeyObject.equals` on keys of two kinds leaves an error behind that the next key read in this thread meets. */
const spkiOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' })

const publicKeyIn = (publicHalf: NonNullable<StoredKey['publicHalf']>) =>
  'keyDer' in publicHalf
    ? createPublicKey({ key: Buffer.from(publicHalf.keyDer), format: 'der', type: 'spki' })
    : new X509Certificate(publicHalf.certificateDer).publicKey
