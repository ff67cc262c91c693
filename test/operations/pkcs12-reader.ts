import assert from 'node:assert/strict'
import { createDecipheriv, pbkdf2Sync } from 'node:crypto'
import { derivePkcs12Key } from '../../src/crypto/pkcs12/key-derivation.ts'
import { DerReader } from '../../src/x509/der-reader.ts'
import { tags } from '../../src/x509/der-tags.ts'

const data = '1.2.840.113549.1.7.1'

interface OpenedPfx {
  readonly authenticatedSafe: Uint8Array
  readonly mac: {
    readonly hash: string
    readonly value: Uint8Array
    readonly salt: Uint8Array
    readonly count: number
  }
}

export function readPfx(octets: Uint8Array): OpenedPfx {
  const reader = new DerReader(octets)
  const opened = reader.sequence((pfx) => {
    assert.equal(pfx.smallInteger(), 3)
    const authenticatedSafe = pfx.sequence((info) => {
      assert.equal(info.objectIdentifier(), data)
      return info.explicit(0, (content) => content.content(tags.octetString))
    })
    const mac = pfx.sequence((macData) => {
      const [hash, value] = macData.sequence((info) => [
        info.sequence((algorithm) => {
          const identifier = algorithm.objectIdentifier()
          algorithm.null()
          return identifier
        }),
        info.content(tags.octetString),
      ])
      return {
        hash: String(hash),
        value: value as Uint8Array,
        salt: macData.content(tags.octetString),
        count: macData.smallInteger(),
      }
    })
    return { authenticatedSafe, mac }
  })
  reader.end()
  return opened
}

/** The algorithm, ciphertext and key bag in their encodings. */
export function readSafe(octets: Uint8Array) {
  return new DerReader(octets).sequence((contents) => {
    const encrypted = contents.sequence((info) => {
      assert.equal(info.objectIdentifier(), '1.2.840.113549.1.7.6')
      return info.explicit(0, (content) =>
        content.sequence((encryptedData) => {
          assert.equal(encryptedData.smallInteger(), 0)
          return encryptedData.sequence((encryptedInfo) => {
            assert.equal(encryptedInfo.objectIdentifier(), data)
            return { algorithmDer: encryptedInfo.raw(tags.sequence), octets: encryptedInfo.content(0x80) }
          })
        }),
      )
    })
    const keyBags = contents.sequence((info) => {
      assert.equal(info.objectIdentifier(), data)
      return info.explicit(0, (content) => content.content(tags.octetString))
    })
    return { encrypted, keyBags }
  })
}

interface Bag {
  readonly type: string
  readonly valueDer: Uint8Array
  /** Type to the encoding of its values. */
  readonly attributes: Readonly<Record<string, string>>
}

export function readBags(octets: Uint8Array): Bag[] {
  return new DerReader(octets).sequence((bags) => {
    const found: Bag[] = []
    while (!bags.isAtEnd) {
      found.push(
        bags.sequence((bag) => ({
          type: bag.objectIdentifier(),
          valueDer: bag.explicit(0, (value) => value.raw(tags.sequence)),
          attributes: bag.isAtEnd ? {} : bag.set(readAttributes),
        })),
      )
    }
    return found
  })
}

function readAttributes(attributes: DerReader): Record<string, string> {
  const found: Record<string, string> = {}
  while (!attributes.isAtEnd) {
    attributes.sequence((attribute) => {
      found[attribute.objectIdentifier()] = attribute.raw(tags.set).toHex()
    })
  }
  return found
}

/** What RFC 8018 and RFC 7292 say of the two algorithms, once more. */
export async function decrypt(
  { algorithmDer, octets }: { readonly algorithmDer: Uint8Array; readonly octets: Uint8Array },
  password: string,
): Promise<Uint8Array> {
  const { cipher, salt, iterations, iv } = readAlgorithm(algorithmDer)
  const isModern = cipher === 'aes-256-cbc'
  const shared = { hash: 'sha1', password, salt, iterations } as const
  const key = isModern
    ? pbkdf2Sync(password, salt, iterations, 32, 'sha256')
    : await derivePkcs12Key({ ...shared, purpose: 'key', length: 24 })
  const vector = iv ?? (await derivePkcs12Key({ ...shared, purpose: 'iv', length: 8 }))
  const decipher = createDecipheriv(cipher, key, vector)
  return Buffer.concat([decipher.update(octets), decipher.final()])
}

export function readAlgorithm(der: Uint8Array) {
  return new DerReader(der).sequence((algorithm) => {
    const identifier = algorithm.objectIdentifier()
    return algorithm.sequence((parameters) => {
      if (identifier === '1.2.840.113549.1.12.1.3') {
        const salt = parameters.content(tags.octetString)
        return { cipher: 'des-ede3-cbc', salt, iterations: parameters.smallInteger(), iv: undefined }
      }
      assert.equal(identifier, '1.2.840.113549.1.5.13')
      const derivation = parameters.sequence((pbkdf2) => {
        assert.equal(pbkdf2.objectIdentifier(), '1.2.840.113549.1.5.12')
        return pbkdf2.sequence((inner) => {
          const salt = inner.content(tags.octetString)
          const iterations = inner.smallInteger()
          assert.equal(inner.raw(tags.sequence).toHex(), '300c06082a864886f70d02090500')
          return { salt, iterations }
        })
      })
      const iv = parameters.sequence((cipher) => {
        assert.equal(cipher.objectIdentifier(), '2.16.840.1.101.3.4.1.42')
        return cipher.content(tags.octetString)
      })
      return { cipher: 'aes-256-cbc', ...derivation, iv }
    })
  })
}
