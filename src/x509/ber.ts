import { type DerLimits, defaultLimits } from './der-reader.ts'
import { tags } from './der-tags.ts'
import { DerWriter } from './der-writer.ts'
import { MalformedError } from './malformed.ts'

const constructedOctetString = tags.octetString | 0x20
const endOfContents = 0

/**
 * BER (X.690 §8) as our reader of DER takes it: indefinite lengths are made definite, lengths written in their shortest
 * form, and octet strings in pieces joined. Whatever stands inside of octet strings stays as it is; values are not judged.
 * Writers of key stores need it: some write while they encrypt. Throws MalformedError.
 */
export function derFromBer(octets: Uint8Array, limits: DerLimits = defaultLimits): Uint8Array {
  if (octets.length > limits.maximumLength) {
    throw new MalformedError(`longer than ${limits.maximumLength} octets`)
  }
  const source = new BerSource(octets, limits)
  const writer = new DerWriter()
  source.copyElement(writer, octets.length, 0)
  if (source.position !== octets.length) throw new MalformedError('trailing octets')
  return writer.finish()
}

interface Opened {
  readonly tag: number
  /** Where the content ends; null where end-of-contents octets say so. */
  readonly end: number | null
}

class BerSource {
  position = 0
  readonly #octets: Uint8Array
  readonly #limits: DerLimits
  #elements = 0

  constructor(octets: Uint8Array, limits: DerLimits) {
    this.#octets = octets
    this.#limits = limits
  }

  /** Copies the element at the position, which must end at or before `bound`. */
  copyElement(writer: DerWriter, bound: number, depth: number): void {
    const { tag, end } = this.#open(bound, depth)
    if (tag === constructedOctetString) {
      const pieces: Uint8Array[] = []
      this.#eachInside(end, bound, () => this.#collect(pieces, end ?? bound, depth + 1))
      writer.octetString(joined(pieces))
    } else if ((tag & 0x20) !== 0) {
      writer.constructed(
        tag,
        () => {
          this.#eachInside(end, bound, () => this.copyElement(writer, end ?? bound, depth + 1))
        },
        undefined,
      )
    } else writer.octetString(this.#take(end ?? bound), tag)
  }

  /** The pieces of an octet string, which may be in pieces themselves. */
  #collect(pieces: Uint8Array[], bound: number, depth: number): void {
    const { tag, end } = this.#open(bound, depth)
    if (tag === tags.octetString) pieces.push(this.#take(end ?? bound))
    else if (tag === constructedOctetString) {
      this.#eachInside(end, bound, () => this.#collect(pieces, end ?? bound, depth + 1))
    } else throw new MalformedError('an octet string in pieces of another type')
  }

  #eachInside(end: number | null, bound: number, read: () => void): void {
    while (end === null ? !this.#endsHere(bound) : this.position < end) read()
  }

  /** Steps over end-of-contents octets (X.690 §8.1.5). */
  #endsHere(bound: number): boolean {
    if (bound - this.position < 2) throw new MalformedError('indefinite length without its end')
    if (this.#octets[this.position] !== endOfContents) return false
    if (this.#octets[this.position + 1] !== 0) throw new MalformedError('end-of-contents octets with content')
    this.position += 2
    return true
  }

  #open(bound: number, depth: number): Opened {
    if (depth > this.#limits.maximumDepth) throw new MalformedError('nested too deeply')
    if (++this.#elements > this.#limits.maximumElements) throw new MalformedError('too many elements')
    const tag = this.#octet(bound)
    if (tag === endOfContents) throw new MalformedError('end-of-contents octets')
    if ((tag & 0x1f) === 0x1f) throw new MalformedError('tag number above 30')
    const length = this.#length(bound)
    if (length === null && (tag & 0x20) === 0)
      throw new MalformedError('indefinite length of a primitive type')
    if (length !== null && length > bound - this.position) throw new MalformedError('length beyond the end')
    return { tag, end: length === null ? null : this.position + length }
  }

  /** Null where it is indefinite. */
  #length(bound: number): number | null {
    const first = this.#octet(bound)
    if (first < 0x80) return first
    if (first === 0x80) return null
    const size = first & 0x7f
    if (size > 4) throw new MalformedError('length beyond the end')
    let length = 0
    for (let octet = 0; octet < size; octet++) length = length * 256 + this.#octet(bound)
    return length
  }

  #octet(bound: number): number {
    if (this.position >= bound) throw new MalformedError('cut short')
    return this.#octets[this.position++] ?? 0
  }

  #take(end: number): Uint8Array {
    const content = this.#octets.subarray(this.position, end)
    this.position = end
    return content
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let offset = 0
  for (const piece of pieces) {
    whole.set(piece, offset)
    offset += piece.length
  }
  return whole
}
