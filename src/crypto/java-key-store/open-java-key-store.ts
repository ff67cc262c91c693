import { timingSafeEqual } from 'node:crypto'
import type { KeyStoreOrder, OpenedKeyStore } from '../../domain/ports/key-store-reader.ts'
import { DerReader } from '../../x509/der-reader.ts'
import { chooseByAlias, findCertificate, openKey } from '../key-store/key-and-certificate.ts'
import {
  keyMissing,
  keyPasswordRefused,
  keyUnreadable,
  passwordRefused,
  unknownAlgorithm,
} from '../key-store/refusals.ts'
import { encodeWideCharacters } from '../wide-characters.ts'
import { digestOf } from './form.ts'
import { keyProtector, unprotectKey } from './key-protector.ts'
import { readJavaKeyStore } from './read-java-key-store.ts'

/** Opens a JKS file: one of its keys, with the certificates of that entry. Throws MalformedError, and what the port says. */
export function openJavaKeyStore({ content, password, keyPassword, alias }: KeyStoreOrder): OpenedKeyStore {
  const store = readJavaKeyStore(content)
  if (!timingSafeEqual(digestOf(encodeWideCharacters(password), store.content), store.digest))
    throw passwordRefused()
  const entry = chooseByAlias(store.entries, alias)
  if (!entry) throw keyMissing()
  const keyDer = unprotectKey(
    readProtected(entry.protectedDer),
    encodeWideCharacters(keyPassword ?? password),
  )
  if (!keyDer) throw keyPasswordRefused(keyPassword !== undefined)
  const key = openKey(keyDer)
  if (!key) throw keyUnreadable()
  return {
    kind: 'JKS',
    aliases: store.entries.map((one) => one.alias),
    alias: entry.alias,
    keyDer,
    ...findCertificate(key, entry.certificateDers),
  }
}

/** The octets of an EncryptedPrivateKeyInfo (RFC 5208 §6) under Sun's algorithm. */
function readProtected(der: Uint8Array): Uint8Array {
  const reader = new DerReader(der)
  const octets = reader.sequence((info) => {
    const identifier = info.sequence((algorithm) => {
      const type = algorithm.objectIdentifier()
      while (!algorithm.isAtEnd) algorithm.any()
      return type
    })
    if (identifier !== keyProtector.dotted) throw unknownAlgorithm(identifier)
    return info.octetString()
  })
  reader.end()
  return octets
}
