import { MalformedError } from './malformed.ts'

/** A block of PEM text: what its BEGIN line says, and the octets of its body. */
export interface PemBlock {
  readonly label: string
  readonly der: Uint8Array
}

const columns = 64

/** The octets as PEM (RFC 7468 §2) in lines of 64 columns; the last line ends like the others. */
export function encodePem(label: string, der: Uint8Array, lineEnd: '\n' | '\r\n' = '\n'): string {
  const base64 = der.toBase64()
  let text = `-----BEGIN ${label}-----${lineEnd}`
  for (let start = 0; start < base64.length; start += columns) {
    text += base64.slice(start, start + columns) + lineEnd
  }
  return `${text}-----END ${label}-----${lineEnd}`
}

/** Bounds on PEM text: characters in all, and blocks. */
export interface PemLimits {
  readonly maximumLength?: number
  readonly maximumBlocks?: number
}

const defaultMaximumLength = 1_048_576
const defaultMaximumBlocks = 100

/**
 * The blocks of PEM text, in their order; none for text of white space.
 *
 * Strict (RFC 7468 §3): around the blocks nothing but white space, within them nothing but canonical base64 in lines of
 * any length; no headers, no nesting, no empty bodies. Lines may end in LF or CRLF, and spaces before that don't
 * matter. Throws MalformedError.
 */
export function decodePem(text: string, limits: PemLimits = {}): PemBlock[] {
  const { maximumLength = defaultMaximumLength, maximumBlocks = defaultMaximumBlocks } = limits
  if (text.length > maximumLength) throw new MalformedError(`longer than ${maximumLength} characters`)
  const blocks: PemBlock[] = []
  const lines = linesOf(text)
  for (const line of lines) {
    if (line === '') continue
    if (blocks.length === maximumBlocks) throw new MalformedError(`more than ${maximumBlocks} blocks`)
    blocks.push(readBlock(boundaryLabel(line, 'BEGIN'), lines))
  }
  return blocks
}

/** Lines without what ends them. */
function* linesOf(text: string): Generator<string, void, undefined> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    yield withoutTrailingSpace(text.slice(start, end))
    start = end + 1
  }
}

/** Not a regular expression: ` +$` takes quadratic time on a line full of spaces. */
function withoutTrailingSpace(line: string): string {
  let end = line.length
  while (end > 0 && ' \t\r'.includes(line.charAt(end - 1))) end--
  return line.slice(0, end)
}

function readBlock(label: string, lines: Iterator<string>): PemBlock {
  const body: string[] = []
  for (let next = lines.next(); !next.done; next = lines.next()) {
    if (next.value.startsWith('-')) {
      if (boundaryLabel(next.value, 'END') !== label) throw new MalformedError('labels of a block differ')
      return { label, der: decodeBody(body) }
    }
    body.push(next.value)
  }
  throw new MalformedError('block without its end')
}

const maximumLabelLength = 64
const labelForm = /^[!-,.-~]+(?:[ -][!-,.-~]+)*$/

function boundaryLabel(line: string, word: 'BEGIN' | 'END'): string {
  const head = `-----${word} `
  const label = line.slice(head.length, -5)
  const isBoundary = line.startsWith(head) && line.endsWith('-----')
  if (!isBoundary || label.length > maximumLabelLength || !labelForm.test(label)) {
    throw new MalformedError(`something else than a ${word} line`)
  }
  return label
}

function decodeBody(lines: readonly string[]): Uint8Array {
  // The decoder itself would skip white space within and empty lines between.
  if (!lines.every((line) => /^[A-Za-z0-9+/=]+$/.test(line)))
    throw new MalformedError('a body that is not base64')
  if (lines.length === 0) throw new MalformedError('empty block')
  try {
    return Uint8Array.fromBase64(lines.join(''), { lastChunkHandling: 'strict' })
  } catch {
    throw new MalformedError('a body that is not canonical base64')
  }
}
