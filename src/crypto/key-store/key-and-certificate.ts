import { type KeyObject, X509Certificate } from 'node:crypto'
import { openAnyPrivateKey } from '../signing-keys.ts'
import { aliasUnknown, certificateMissing, keyTooLong } from './refusals.ts'

/** The one of that alias, or the first. Names of Java are told apart without regard to case, so they are here. */
export function chooseByAlias<Entry extends { readonly alias: string }>(
  entries: readonly Entry[],
  alias: string | undefined,
): Entry | undefined {
  if (alias === undefined) return entries[0]
  const chosen = entries.find((entry) => entry.alias.toLowerCase() === alias.toLowerCase())
  if (!chosen) throw aliasUnknown(entries.map((entry) => entry.alias))
  return chosen
}

/** In octets: as long as the PEM of a key may be (api-answers A36). */
const longestKey = 3072

/**
 * Undefined where the octets hold no key. Throws `private-key-invalid` for one that is too long before it is opened: OpenSSL
 * computes with the numbers of some kinds then, for weeks if they are long enough, and no thread can be stopped meanwhile.
 */
export function openKey(keyDer: Uint8Array): KeyObject | undefined {
  if (keyDer.length > longestKey) throw keyTooLong(longestKey)
  try {
    return openAnyPrivateKey(keyDer)
  } catch {
    return undefined
  }
}

/** The first certificate that is the key's, apart from the others. Throws `public-key-mismatch`. */
export function findCertificate(key: KeyObject, ders: readonly Uint8Array[]) {
  const place = ders.findIndex((der) => isOf(key, der))
  const certificateDer = ders[place]
  if (!certificateDer) throw certificateMissing()
  return { certificateDer, otherDers: ders.toSpliced(place, 1) }
}

function isOf(key: KeyObject, der: Uint8Array): boolean {
  try {
    return new X509Certificate(der).checkPrivateKey(key)
  } catch {
    return false
  }
}
