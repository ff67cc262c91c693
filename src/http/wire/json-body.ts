import { WireError } from './fault.ts'

/** Decodes strictly: bytes that are no UTF-8 are refused, not replaced. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The JSON value of a body; undefined where there is none (nothing, white space, or `null` as Terraform sends it).
 * Refuses other media types, broken JSON, NUL characters and lone surrogates.
 */
export function readJson(bytes: Uint8Array, contentType: string | undefined): unknown {
  if (bytes.length === 0) return undefined
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType !== undefined && mediaType !== 'application/json') {
    throw new WireError({ kind: 'media-type', reason: 'Content-Type must be application/json' })
  }
  const value = parse(bytes)
  return value === null ? undefined : value
}

function parse(bytes: Uint8Array): unknown {
  try {
    const text = utf8.decode(bytes)
    if (text.trim() === '') return undefined
    return text.includes('\\u') ? JSON.parse(text, refuseUnspeakable) : JSON.parse(text)
  } catch {
    throw new WireError({ kind: 'violation', parameter: 'body', reason: 'is not well-formed JSON' })
  }
}

/** Only an escape can spell them: the decoder refused them as bytes, and JSON refuses a bare NUL. */
function refuseUnspeakable(_key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (value.includes('\0') || !value.isWellFormed()) throw new SyntaxError('NUL or lone surrogate')
  return value
}
