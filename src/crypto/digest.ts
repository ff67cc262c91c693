import { hash } from 'node:crypto'
import type { Digest } from '../domain/ports/credentials.ts'

/** SHA-256 over bytes, or over JSON with sorted keys and bytes in hexadecimal: the same noun, the same digest. */
export function createDigest(): Digest {
  return {
    hash: (algorithm, octets) => hash(algorithm, octets, 'buffer'),
    of: (subject) =>
      hash('sha256', subject instanceof Uint8Array ? subject : JSON.stringify(canonical(subject)), 'hex'),
  }
}

function canonical(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.toHex()
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]))
}
