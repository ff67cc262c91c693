/** DER by hand, to make and to read what the tests judge; shares nothing with the product. */

type Part = Uint8Array | readonly number[] | string

/** An element; text is written in UTF-8. */
export function element(tag: number, ...parts: readonly Part[]): Buffer {
  const content = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Uint8Array.from(part))),
  )
  const { length } = content
  const octets =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, Math.floor(length / 256), length % 256]
  return Buffer.concat([Uint8Array.from([tag, ...octets]), content])
}

export const sequence = (...parts: readonly Part[]) => element(0x30, ...parts)
export const setOf = (...parts: readonly Part[]) => element(0x31, ...parts)
export const integer = (value: number) => element(2, [value])
export const utf8 = (text: string) => element(0x0c, text)
export const printable = (text: string) => element(0x13, text)

export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(
    6,
    [first * 40 + second, ...rest].flatMap((arc) => base128(arc)),
  )
}

function base128(arc: number): number[] {
  const octets = [arc % 128]
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
    octets.unshift(128 + (left % 128))
  }
  return octets
}

export interface Element {
  readonly tag: number
  readonly content: Buffer
  /** With tag and length. */
  readonly whole: Buffer
}

/** The elements that stand one after another in these octets. */
export function elementsIn(octets: Buffer): Element[] {
  const found: Element[] = []
  for (let at = 0; at < octets.length; ) {
    const short = octets[at + 1] ?? 0
    const extra = short < 128 ? 0 : short - 128
    const length = extra === 0 ? short : octets.readUIntBE(at + 2, extra)
    const start = at + 2 + extra
    const end = start + length
    found.push({
      tag: octets[at] ?? 0,
      content: octets.subarray(start, end),
      whole: octets.subarray(at, end),
    })
    at = end
  }
  return found
}

export function only(octets: Buffer): Element {
  const [first, ...others] = elementsIn(octets)
  if (!first || others.length > 0) throw new Error('not one element')
  return first
}

export function dottedOf(content: Buffer): string {
  const arcs: number[] = []
  let arc = 0
  for (const octet of content) {
    arc = arc * 128 + (octet & 127)
    if (octet < 128) {
      arcs.push(arc)
      arc = 0
    }
  }
  const [head = 0, ...rest] = arcs
  const first = Math.min(2, Math.floor(head / 40))
  return [first, head - first * 40, ...rest].join('.')
}
