import { createCipheriv } from 'node:crypto'
import { tags } from '../../x509/der-tags.ts'
import { type DerWriter, encodeDer } from '../../x509/der-writer.ts'
import { encodeWideCharacters } from '../wide-characters.ts'
import { bagAttributes, bagTypes } from './object-identifiers.ts'
import type { PasswordCipher } from './protection.ts'

/** The name that readers show, and Java's alias (api-answers A43). */
const friendlyName = encodeWideCharacters('server')

/** SafeContents with the leaf, which points to its key, and the chain (RFC 7292 §4.2.3). */
export function encodeCertificateBags(
  certificateDer: Uint8Array,
  chainDers: readonly Uint8Array[],
  localKeyId: Uint8Array,
): Uint8Array {
  return encodeDer((writer) => {
    writer.sequence((bags) => {
      writeCertificateBag(bags, certificateDer, localKeyId)
      for (const chainDer of chainDers) writeCertificateBag(bags, chainDer)
    })
  })
}

/** SafeContents with the key as EncryptedPrivateKeyInfo (RFC 7292 §4.2.2); it is encrypted before the writer has it. */
export function encodeKeyBag(
  privateKeyInfoDer: Uint8Array,
  cipher: PasswordCipher,
  localKeyId: Uint8Array,
): Uint8Array {
  const encrypted = encrypt(cipher, privateKeyInfoDer)
  return encodeDer((writer) => {
    writer.sequence((bags) => {
      bags.sequence((bag) => {
        bag.objectIdentifier(bagTypes.shroudedKey.element)
        bag.explicit(0, (value) => {
          value.sequence((info) => {
            info.raw(cipher.algorithmDer)
            info.octetString(encrypted)
          })
        })
        writeAttributes(bag, localKeyId)
      })
    })
  })
}

/** CBC, padded as in RFC 8018 §6.1.1. */
export function encrypt({ name, key, iv }: PasswordCipher, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv(name, key, iv)
  return Buffer.concat([cipher.update(plain), cipher.final()])
}

function writeCertificateBag(bags: DerWriter, certificateDer: Uint8Array, localKeyId?: Uint8Array): void {
  bags.sequence((bag) => {
    bag.objectIdentifier(bagTypes.certificate.element)
    bag.explicit(0, (value) => {
      value.sequence((certificate) => {
        certificate.objectIdentifier(bagTypes.x509Certificate.element)
        certificate.explicit(0, (octets) => octets.octetString(certificateDer))
      })
    })
    if (localKeyId) writeAttributes(bag, localKeyId)
  })
}

/** In the order of their encodings (X.690 §11.6): the name's is the shorter one. */
function writeAttributes(bag: DerWriter, localKeyId: Uint8Array): void {
  bag.set((attributes) => {
    writeAttribute(attributes, bagAttributes.friendlyName.element, friendlyName, tags.bmpString)
    writeAttribute(attributes, bagAttributes.localKeyId.element, localKeyId, tags.octetString)
  })
}

function writeAttribute(attributes: DerWriter, type: Uint8Array, value: Uint8Array, tag: number): void {
  attributes.sequence((attribute) => {
    attribute.objectIdentifier(type)
    attribute.set((values) => values.octetString(value, tag))
  })
}
