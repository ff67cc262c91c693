/** A hash function: octets in, digest out. */
export type Hash = (octets: Uint8Array) => Uint8Array

const leafMark = 0
const nodeMark = 1

/** The root of the Merkle tree over these entries (RFC 9162 §2.1.1): whoever has it can be shown one entry without the others. */
export function merkleRoot(hash: Hash, entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0) return hash(new Uint8Array())
  return rootOf(
    hash,
    entries.map((entry) => hash(joined(leafMark, entry))),
  )
}

/** Split at the largest power of two below the number of leaves. */
function rootOf(hash: Hash, leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (only && leaves.length === 1) return only
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1)
  return hash(joined(nodeMark, rootOf(hash, leaves.slice(0, split)), rootOf(hash, leaves.slice(split))))
}

/** Leaves and nodes are marked, so that none can pass for the other. */
function joined(mark: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 1))
  whole[0] = mark
  let place = 1
  for (const part of parts) {
    whole.set(part, place)
    place += part.length
  }
  return whole
}
