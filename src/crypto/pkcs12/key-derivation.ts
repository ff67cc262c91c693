import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { encodeWideCharacters } from '../wide-characters.ts'

/** Octets in a block and in a value of each hash: `v` and `u` in the standard. */
const hashSizes = {
  sha1: { block: 64, value: 20 },
  sha224: { block: 64, value: 28 },
  sha256: { block: 64, value: 32 },
  sha384: { block: 128, value: 48 },
  sha512: { block: 128, value: 64 },
  'sha512-224': { block: 128, value: 28 },
  'sha512-256': { block: 128, value: 32 },
} as const

export type Pkcs12Hash = keyof typeof hashSizes

/** Octets in a value of the hash. */
export const hashLength = (hash: Pkcs12Hash): number => hashSizes[hash].value

/** What the octets are for (RFC 7292 appendix B.3). */
const diversifiers = { key: 1, iv: 2, mac: 3 } as const

export interface Pkcs12Derivation {
  readonly hash: Pkcs12Hash
  readonly purpose: keyof typeof diversifiers
  /** Null for none at all, which is another one than the empty password. */
  readonly password: string | null
  readonly salt: Uint8Array
  readonly iterations: number
  /** Octets to derive. */
  readonly length: number
}

/** About half a millisecond's work. */
const iterationsAtOnce = 500

const nextTurn = promisify(setImmediate)

/**
 * The key derivation of PKCS #12 (RFC 7292 appendix B.2), which the runtime has not. The password is a BMPString that
 * ends with a NUL (appendix B.1). It gives way to others every 500 iterations, because it runs where requests do.
 */
export async function derivePkcs12Key(derivation: Pkcs12Derivation): Promise<Uint8Array> {
  const { purpose, password, salt, length } = derivation
  const blockLength = hashSizes[derivation.hash].block
  const wide = password === null ? new Uint8Array() : encodeWideCharacters(`${password}\0`)
  const diversifier = new Uint8Array(blockLength).fill(diversifiers[purpose])
  const input = Buffer.concat([inBlocks(salt, blockLength), inBlocks(wide, blockLength)])
  const derived = new Uint8Array(length)
  for (let offset = 0; offset < length; ) {
    const octets = await iterate(derivation, Buffer.concat([diversifier, input]))
    derived.set(octets.subarray(0, length - offset), offset)
    offset += octets.length
    addToBlocks(input, octets, blockLength)
  }
  return derived
}

/** The octets over and over, up to whole blocks. */
function inBlocks(octets: Uint8Array, blockLength: number): Uint8Array {
  const size = Math.ceil(octets.length / blockLength) * blockLength
  return Uint8Array.from({ length: size }, (_, index) => octets[index % octets.length] ?? 0)
}

async function iterate(
  { hash: algorithm, iterations }: Pkcs12Derivation,
  start: Uint8Array,
): Promise<Uint8Array> {
  let octets = hash(algorithm, start, 'buffer')
  for (let iteration = 1; iteration < iterations; iteration++) {
    if (iteration % iterationsAtOnce === 0) await nextTurn()
    octets = hash(algorithm, octets, 'buffer')
  }
  return octets
}

/** Step 6C: each block is a number, to which the repeated octets and 1 are added, modulo 2 to the bits of a block. */
function addToBlocks(blocks: Uint8Array, octets: Uint8Array, blockLength: number): void {
  for (let start = 0; start < blocks.length; start += blockLength) {
    let carry = 1
    for (let index = blockLength - 1; index >= 0; index--) {
      const sum = (blocks[start + index] ?? 0) + (octets[index % octets.length] ?? 0) + carry
      blocks[start + index] = sum & 0xff
      carry = sum >> 8
    }
  }
}
