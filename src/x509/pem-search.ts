import { MalformedError } from './malformed.ts'
import type { PemBlock, PemLimits } from './pem.ts'

const begin = '-----BEGIN '
const end = '-----END '
const dashes = '-----'
const maximumLabelLength = 64

/**
 * The blocks in whatever text holds them, in their order (RFC 7468 §3, lax): explanations and attributes around the
 * blocks are skipped, as OpenSSL writes them; lines may be of any length or be lost, and blocks may follow one another
 * on one. Within a block stands base64 and nothing else. Takes one walk along the text. Throws MalformedError, and wipes
 * what it had read, which may be keys.
 */
export function findPem(text: string, { maximumLength, maximumBlocks }: Required<PemLimits>): PemBlock[] {
  if (text.length > maximumLength) throw new MalformedError(`longer than ${maximumLength} characters`)
  const blocks: PemBlock[] = []
  try {
    for (let start = text.indexOf(begin); start >= 0; ) {
      if (blocks.length === maximumBlocks) throw new MalformedError(`more than ${maximumBlocks} blocks`)
      const { block, next } = readBlock(text, start + begin.length)
      blocks.push(block)
      start = text.indexOf(begin, next)
    }
    return blocks
  } catch (error) {
    for (const { der } of blocks) der.fill(0)
    throw error
  }
}

function readBlock(text: string, start: number): { block: PemBlock; next: number } {
  const labelEnd = text.indexOf(dashes, start)
  if (labelEnd < 0 || labelEnd - start > maximumLabelLength) throw new MalformedError('malformed BEGIN line')
  const label = text.slice(start, labelEnd)
  const bodyStart = labelEnd + dashes.length
  const bodyEnd = text.indexOf(dashes, bodyStart)
  const closing = `${end}${label}${dashes}`
  if (bodyEnd < 0) throw new MalformedError('block without its end')
  if (!text.startsWith(closing, bodyEnd)) throw new MalformedError('labels of a block differ')
  return {
    block: { label, der: decodeBody(text.slice(bodyStart, bodyEnd)) },
    next: bodyEnd + closing.length,
  }
}

function decodeBody(body: string): Uint8Array {
  if (body.includes(':')) throw new MalformedError('a block with headers, as encrypted keys have them')
  let der: Uint8Array
  try {
    // it skips white space itself
    der = Uint8Array.fromBase64(body, { lastChunkHandling: 'strict' })
  } catch {
    throw new MalformedError('a body that is not canonical base64')
  }
  if (der.length === 0) throw new MalformedError('empty block')
  return der
}
