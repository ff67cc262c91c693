import { createHmac, hash } from 'node:crypto'
import type { KeyBundle } from '../../domain/ports/key-exporter.ts'
import { primitiveContext } from '../../x509/der-tags.ts'
import { type DerWriter, encodeDer } from '../../x509/der-writer.ts'
import { writeCount, writeDigestInfo } from './algorithm-identifiers.ts'
import { contentTypes } from './object-identifiers.ts'
import type { PasswordCipher, PasswordMac, Pkcs12Protection } from './protection.ts'
import { encodeCertificateBags, encodeKeyBag, encrypt } from './safe-bags.ts'

const version = 3

/**
 * A PKCS #12 file (RFC 7292 §4) with one key, its certificate and the chain: the certificates in encrypted data, the
 * key shrouded, and a MAC over both.
 */
export function encodePkcs12(
  privateKeyInfoDer: Uint8Array,
  { certificateDer, chainDers }: Pick<KeyBundle, 'certificateDer' | 'chainDers'>,
  { forKey, forCertificates, mac }: Pkcs12Protection,
): Uint8Array {
  const localKeyId = hash('sha256', certificateDer, 'buffer').subarray(0, 20)
  const certificateBags = encodeCertificateBags(certificateDer, chainDers, localKeyId)
  const keyBag = encodeKeyBag(privateKeyInfoDer, forKey, localKeyId)
  const authenticatedSafe = encodeDer((writer) => {
    writer.sequence((contents) => {
      writeEncryptedData(contents, encrypt(forCertificates, certificateBags), forCertificates)
      writeData(contents, keyBag)
    })
  })
  return encodeDer((writer) => {
    writer.sequence((pfx) => {
      pfx.smallInteger(version)
      writeData(pfx, authenticatedSafe)
      writeMac(pfx, mac, authenticatedSafe)
    })
  })
}

/** ContentInfo of plain octets (RFC 5652 §3, §4). */
function writeData(writer: DerWriter, octets: Uint8Array): void {
  writer.sequence((info) => {
    info.objectIdentifier(contentTypes.data.element)
    info.explicit(0, (content) => content.octetString(octets))
  })
}

/** The tag of `[0] IMPLICIT OCTET STRING`. */
const encryptedContent = primitiveContext(0)

/** ContentInfo of EncryptedData, version 0 (RFC 5652 §8). */
function writeEncryptedData(
  writer: DerWriter,
  encrypted: Uint8Array,
  { algorithmDer }: PasswordCipher,
): void {
  writer.sequence((info) => {
    info.objectIdentifier(contentTypes.encryptedData.element)
    info.explicit(0, (content) => {
      content.sequence((data) => {
        data.smallInteger(0)
        data.sequence((encryptedInfo) => {
          encryptedInfo.objectIdentifier(contentTypes.data.element)
          encryptedInfo.raw(algorithmDer)
          encryptedInfo.octetString(encrypted, encryptedContent)
        })
      })
    })
  })
}

/** MacData (RFC 7292 §4): HMAC over the content of the OCTET STRING, without its tag and length. */
function writeMac(
  writer: DerWriter,
  { hash: algorithm, key, salt, iterations }: PasswordMac,
  octets: Uint8Array,
): void {
  const value = createHmac(algorithm, key).update(octets).digest()
  writer.sequence((mac) => {
    writeDigestInfo(mac, algorithm, value)
    mac.octetString(salt)
    writeCount(mac, iterations)
  })
}
