import assert from 'node:assert/strict'
import { createHmac, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { derivePkcs12Key } from '../../../src/crypto/pkcs12/key-derivation.ts'
import { JavaReader, openJavaKey, sha1, wide } from '../../operations/java-key-store-reader.ts'
import { decrypt, readBags, readPfx, readSafe } from '../../operations/pkcs12-reader.ts'
import { elementsIn, only } from './der.ts'

export interface OpenedStore {
  readonly privateKey: KeyObject
  /** The leaf first. */
  readonly certificates: readonly X509Certificate[]
}

/** server.jks; its seal and its key must be under this password. */
export async function openJavaKeyStore(octets: Buffer, password: string): Promise<OpenedStore> {
  const reader = new JavaReader(octets)
  reader.take(16)
  assert.equal(reader.text(), 'server')
  reader.long()
  const key = openJavaKey(reader.counted(), password)
  const certificates = Array.from({ length: reader.int() }, () => {
    assert.equal(reader.text(), 'X.509')
    return new X509Certificate(reader.counted())
  })
  const whitener = Buffer.from('Mighty Aphrodite')
  assert.deepEqual(reader.rest(), sha1(wide(password), whitener, octets.subarray(0, -20)))
  return { privateKey: createPrivateKey({ key, format: 'der', type: 'pkcs8' }), certificates }
}

/** server.pfx, likewise. */
export async function openPfx(octets: Buffer, password: string): Promise<OpenedStore> {
  const { authenticatedSafe, mac } = readPfx(octets)
  const derived = { hash: 'sha256', purpose: 'mac', password, salt: mac.salt, length: 32 } as const
  const key = await derivePkcs12Key({ ...derived, iterations: mac.count })
  const seal = createHmac('sha256', key).update(authenticatedSafe).digest('hex')
  assert.equal(mac.value.toHex(), seal, 'the seal is under this password')

  const { encrypted, keyBags } = readSafe(authenticatedSafe)
  const [keyBag, ...otherKeys] = readBags(keyBags)
  assert.ok(keyBag)
  assert.deepEqual(otherKeys, [])
  const shrouded = { key: Buffer.from(keyBag.valueDer), format: 'der', type: 'pkcs8' } as const
  const bags = readBags(await decrypt(encrypted, password))
  return {
    privateKey: createPrivateKey({ ...shrouded, passphrase: password }),
    certificates: bags.map(({ valueDer }) => certificateIn(Buffer.from(valueDer))),
  }
}

/** CertBag (RFC 7292 §4.2.3): a type, and the certificate in an OCTET STRING behind a tag. */
function certificateIn(bagDer: Buffer): X509Certificate {
  const [, value] = elementsIn(only(bagDer).content)
  assert.ok(value)
  return new X509Certificate(only(value.content).content)
}
