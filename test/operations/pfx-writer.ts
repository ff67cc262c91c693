import { createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { derivePkcs12Key, hashLength, type Pkcs12Hash } from '../../src/crypto/pkcs12/key-derivation.ts'
import { hashes, macs } from '../../src/crypto/pkcs12/object-identifiers.ts'
import { element, elementsIn, integer, objectIdentifier, sequence } from '../api/pca-v1/der.ts'

/** What a file is to hold, in the clear; programs write it encrypted, but read this, too. */
export interface PfxContent {
  readonly keys: readonly { readonly der: Uint8Array; readonly name?: string; readonly id?: string }[]
  readonly certificates: readonly { readonly der: Uint8Array; readonly id?: string }[]
  /** Further bags, in their encodings. */
  readonly others?: readonly Buffer[]
  /** How many safes hold all of it, each; one if absent. */
  readonly copies?: number
}

export interface PfxForm {
  readonly password: string
  readonly mac: 'none' | Pkcs12Hash | { readonly pbmac1: Pkcs12Hash; readonly prf: Pkcs12Hash }
  /** The count that is written, where the file does not tell the truth. */
  readonly claimed?: number
  /** Indefinite lengths, and octet strings in pieces. */
  readonly isBer?: boolean
  /** The password was none, instead of an empty one. */
  readonly isWithoutPassword?: boolean
}

const iterations = 5
const oid = objectIdentifier
const bagType = (arc: number) => oid(`1.2.840.113549.1.12.10.1.${arc}`)
const wide = (text: string) => Buffer.from(text, 'utf16le').swap16()

const attribute = (type: string, value: Buffer) => sequence(oid(type), element(0x31, value))
const attributes = ({ name, id }: { readonly name?: string; readonly id?: string }) =>
  name === undefined && id === undefined
    ? []
    : element(
        0x31,
        ...(name === undefined ? [] : [attribute('1.2.840.113549.1.9.20', element(0x1e, wide(name)))]),
        ...(id === undefined ? [] : [attribute('1.2.840.113549.1.9.21', element(4, id))]),
      )

/** A bag of a type, by its last arc. */
export const bag = (
  arc: number,
  value: Uint8Array,
  named: { readonly name?: string; readonly id?: string } = {},
) => sequence(bagType(arc), element(0xa0, value), attributes(named))

export const certificateBag = (der: Uint8Array, named: { readonly id?: string } = {}) =>
  bag(3, sequence(oid('1.2.840.113549.1.9.22.1'), element(0xa0, element(4, der))), named)

/** Below 2³¹. */
const count = (value: number) => (value < 128 ? integer(value) : element(2, trimmed(value)))

const data = (octets: Uint8Array) => sequence(oid('1.2.840.113549.1.7.1'), element(0xa0, element(4, octets)))

/** A PKCS #12 file whose bags lie open under a MAC. */
export async function writePfx(content: PfxContent, form: PfxForm): Promise<Buffer> {
  const layer = form.isBer ? asBer : (der: Buffer) => der
  const bags = [
    ...content.certificates.map(({ der, ...named }) => certificateBag(der, named)),
    ...content.keys.map(({ der, ...named }) => bag(1, der, named)),
    ...(content.others ?? []),
  ]
  const one = data(layer(sequence(...bags)))
  const safe = layer(sequence(...Array.from({ length: content.copies ?? 1 }, () => one)))
  return layer(sequence(integer(3), data(safe), await macOf(safe, form)))
}

async function macOf(safe: Buffer, form: PfxForm): Promise<Buffer | []> {
  const { mac } = form
  if (mac === 'none') return []
  const salt = randomBytes(8)
  if (typeof mac === 'object') return pbmac1(safe, form, { ...mac, salt })
  const password = form.isWithoutPassword ? null : form.password
  const length = hashLength(mac)
  const key = await derivePkcs12Key({ hash: mac, purpose: 'mac', password, salt, iterations, length })
  const value = createHmac(mac, key).update(safe).digest()
  const info = sequence(sequence(hashes[mac].element, element(5)), element(4, value))
  return sequence(info, element(4, salt), count(form.claimed ?? iterations))
}

/** RFC 9579; salt and iterations of MacData itself count for nothing. */
function pbmac1(
  safe: Buffer,
  { password, claimed = iterations }: PfxForm,
  use: { pbmac1: Pkcs12Hash; prf: Pkcs12Hash; salt: Buffer },
): Buffer {
  const length = hashLength(use.pbmac1)
  const key = pbkdf2Sync(password, use.salt, iterations, length, use.prf)
  const value = createHmac(use.pbmac1, key).update(safe).digest()
  const prf = sequence(macs[use.prf].element, element(5))
  const derivation = sequence(
    oid('1.2.840.113549.1.5.12'),
    sequence(element(4, use.salt), count(claimed), integer(length), prf),
  )
  const scheme = sequence(macs[use.pbmac1].element, element(5))
  const algorithm = sequence(oid('1.2.840.113549.1.5.14'), sequence(derivation, scheme))
  return sequence(sequence(algorithm, element(4, value)), element(4, 'NOT USED'), integer(1))
}

/** The same in BER, as some programs write it: lengths indefinite or padded, octet strings in pieces. */
export const asBer = (der: Buffer): Buffer =>
  Buffer.concat(
    elementsIn(der).map(({ tag, content }) => {
      if ((tag & 0x20) !== 0) return indefinite(tag, asBer(content))
      if (tag === 4 && content.length > 1) return inPieces(content, content.length >> 1)
      return Buffer.concat([Buffer.of(tag, 0x84), fourOctets(content.length), content])
    }),
  )

/** The second piece is in pieces itself. */
const inPieces = (content: Buffer, at: number) =>
  indefinite(
    0x24,
    Buffer.concat([element(4, content.subarray(0, at)), indefinite(0x24, element(4, content.subarray(at)))]),
  )

const indefinite = (tag: number, content: Buffer) =>
  Buffer.concat([Buffer.of(tag, 0x80), content, Buffer.of(0, 0)])

/** Big-endian, with the zero in front that says positive where it is needed. */
function trimmed(value: number): Buffer {
  const octets = fourOctets(value)
  let first = 0
  while (octets[first] === 0 && (octets[first + 1] ?? 0) < 0x80) first += 1
  return octets.subarray(first)
}

function fourOctets(value: number): Buffer {
  const octets = Buffer.alloc(4)
  octets.writeUInt32BE(value)
  return octets
}
