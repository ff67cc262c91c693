import { WireError } from './fault.ts'
import { beyondJsonBounds } from './json-bounds.ts'

/** Decodes strictly: bytes that are no UTF-8 are refused, not replaced. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The JSON value of a body; undefined where there is none (nothing, white space, or `null` as Terraform sends it).
 * Refuses other media types, more than anybody means, broken JSON, NUL characters and lone surrogates.
 */
export function readJson(bytes: Uint8Array, contentType: string | undefined): unknown {
  if (bytes.length === 0) return undefined
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType !== undefined && mediaType !== 'application/json') {
    throw new WireError({ kind: 'media-type', reason: 'Content-Type must be application/json' })
  }
  const excess = beyondJsonBounds(bytes)
  if (excess !== undefined) throw new WireError({ kind: 'violation', parameter: 'body', reason: excess })
  const value = parse(bytes)
  return value === null ? undefined : value
}

function parse(bytes: Uint8Array): unknown {
  try {
    const text = utf8.decode(bytes)
    if (text.trim() === '') return undefined
    const value: unknown = JSON.parse(text)
    if (text.includes('\\u') && holdsUnspeakable(value)) throw new SyntaxError('NUL or lone surrogate')
    return value
  } catch {
    throw new WireError({ kind: 'violation', parameter: 'body', reason: 'is not well-formed JSON' })
  }
}

/**
 * Only an escape can spell them: the decoder refused them as bytes, and JSON refuses a bare NUL. A walk of our own, since
 * a reviver takes a thousand times as long over a body of millions of numbers.
 */
function holdsUnspeakable(value: unknown): boolean {
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const one = waiting.pop()
    if (typeof one === 'string' && (one.includes('\0') || !one.isWellFormed())) return true
    if (typeof one !== 'object' || one === null) continue
    for (const part of Array.isArray(one) ? one : Object.values(one)) {
      if (typeof part === 'string' || typeof part === 'object') waiting.push(part)
    }
  }
  return false
}
