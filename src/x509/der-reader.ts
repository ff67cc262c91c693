import { constructedContext, tags } from './der-tags.ts'
import { readTimeContent } from './der-time.ts'
import { MalformedError } from './malformed.ts'
import { readObjectIdentifier } from './object-identifiers.ts'

/** Bounds on what a reader takes in; each is checked before anything is made from the octets. */
export interface DerLimits {
  /** Octets of the whole input. */
  readonly maximumLength: number
  /** Elements inside one another. */
  readonly maximumDepth: number
  /** Elements in all. */
  readonly maximumElements: number
}

/** Room for any certificate or request that is meant well: a usual one has 2 kB, 12 levels and 150 elements. */
export const defaultLimits: DerLimits = {
  maximumLength: 1_048_576,
  maximumDepth: 24,
  maximumElements: 10_000,
}

/** Reads the elements inside another one, and must read all of them. */
export type Read<Value> = (reader: DerReader) => Value

/**
 * Reads strict DER (X.690 §10, §11) as a cursor: each call reads the element at the cursor and steps behind it. No
 * tree is made, and octets come as views of the input.
 *
 * Throws MalformedError for all that is not DER, is not what was asked for, or is beyond the limits.
 */
export class DerReader {
  readonly #octets: Uint8Array
  readonly #limits: DerLimits
  #position = 0
  #end: number
  #depth = 0
  #elements = 0

  constructor(octets: Uint8Array, limits: DerLimits = defaultLimits) {
    if (octets.length > limits.maximumLength) {
      throw new MalformedError(`longer than ${limits.maximumLength} octets`)
    }
    // Without this, views of a Buffer would be Buffers.
    this.#octets = new Uint8Array(octets.buffer, octets.byteOffset, octets.length)
    this.#limits = limits
    this.#end = octets.length
  }

  /** Whether the surrounding element, or the input, has no further element. */
  get isAtEnd(): boolean {
    return this.#position === this.#end
  }

  /** Refuses whatever is left. */
  end(): void {
    if (!this.isAtEnd) throw new MalformedError('trailing octets')
  }

  /** Whether the element at the cursor has this tag; false at the end. */
  nextIs(tag: number): boolean {
    return this.#position < this.#end && this.#octets[this.#position] === tag
  }

  sequence<Value>(read: Read<Value>): Value {
    return this.constructed(tags.sequence, read)
  }

  set<Value>(read: Read<Value>): Value {
    return this.constructed(tags.set, read)
  }

  /** `[number] EXPLICIT`, and IMPLICIT of a constructed type. */
  explicit<Value>(number: number, read: Read<Value>): Value {
    return this.constructed(constructedContext(number), read)
  }

  /** An element under any tag, whose content `read` must read to its end. */
  constructed<Value>(tag: number, read: Read<Value>): Value {
    return this.#within(this.#open(tag), read)
  }

  boolean(): boolean {
    const content = this.content(tags.boolean)
    const [octet] = content
    if (content.length !== 1 || (octet !== 0 && octet !== 0xff)) throw new MalformedError('malformed boolean')
    return octet === 0xff
  }

  null(tag: number = tags.null): void {
    if (this.content(tag).length !== 0) throw new MalformedError('malformed null')
  }

  /** A non-negative INTEGER as unsigned big-endian octets, without sign octet. */
  integer(): Uint8Array {
    const content = this.content(tags.integer)
    const [first, second = 0] = content
    if (first === undefined) throw new MalformedError('empty integer')
    if (first > 0x7f) throw new MalformedError('negative integer')
    if (first !== 0 || content.length === 1) return content
    if (second < 0x80) throw new MalformedError('integer with a needless leading octet')
    return content.subarray(1)
  }

  /** An INTEGER from 0 to 2³¹−1. */
  smallInteger(): number {
    const octets = this.integer()
    const value = octets.reduce((sum, octet) => sum * 256 + octet, 0)
    if (octets.length > 4 || value > 0x7fff_ffff) throw new MalformedError('integer too large')
    return value
  }

  /** A BIT STRING of whole octets. */
  bitString(): Uint8Array {
    const { octets, unusedBits } = this.bits()
    if (unusedBits !== 0) throw new MalformedError('bit string of a broken number of octets')
    return octets
  }

  /** A BIT STRING; the unused bits of its last octet are zero (X.690 §11.2.1). */
  bits(): { readonly octets: Uint8Array; readonly unusedBits: number } {
    const content = this.content(tags.bitString)
    const unusedBits = content[0] ?? 8
    const octets = content.subarray(1)
    const last = octets.at(-1)
    if (unusedBits > 7 || (last === undefined && unusedBits > 0))
      throw new MalformedError('malformed bit string')
    if (((last ?? 0) & ((1 << unusedBits) - 1)) !== 0)
      throw new MalformedError('bit string with unused bits set')
    return { octets, unusedBits }
  }

  octetString(): Uint8Array {
    return this.content(tags.octetString)
  }

  /** In dotted form. */
  objectIdentifier(): string {
    return readObjectIdentifier(this.content(tags.objectIdentifier))
  }

  /** A UTCTime or GeneralizedTime in ms since the epoch (RFC 5280 §4.1.2.5). */
  time(): number {
    const tag = this.nextIs(tags.generalizedTime) ? tags.generalizedTime : tags.utcTime
    return readTimeContent(tag, this.content(tag))
  }

  /** A GeneralizedTime and nothing else, in ms since the epoch. */
  generalizedTime(): number {
    return readTimeContent(tags.generalizedTime, this.content(tags.generalizedTime))
  }

  /** The content of an element of this tag, whatever is in it. */
  content(tag: number): Uint8Array {
    const end = this.#open(tag)
    return this.#octets.subarray(this.#position, this.#stepTo(end))
  }

  /** A whole element of this tag, identifier and length included, whose content is left for another reader. */
  raw(tag: number): Uint8Array {
    const start = this.#position
    return this.#octets.subarray(start, this.#stepTo(this.#open(tag)))
  }

  /** Any whole element, having checked that it and all inside it are well-formed. */
  any(): { readonly tag: number; readonly element: Uint8Array; readonly content: Uint8Array } {
    const start = this.#position
    const tag = this.#octets[start] ?? 0
    const end = this.#open(tag)
    const contentStart = this.#position
    if (isConstructed(tag)) this.#within(end, anyUntilEnd)
    this.#stepTo(end)
    return {
      tag,
      element: this.#octets.subarray(start, end),
      content: this.#octets.subarray(contentStart, end),
    }
  }

  #within<Value>(end: number, read: Read<Value>): Value {
    if (++this.#depth > this.#limits.maximumDepth) throw new MalformedError('nested too deeply')
    const outerEnd = this.#end
    this.#end = end
    const value = read(this)
    this.end()
    this.#end = outerEnd
    this.#depth--
    return value
  }

  /** Steps over identifier and length to the content, and says where that ends. */
  #open(tag: number): number {
    if (this.isAtEnd) throw new MalformedError('an element is missing')
    const found = this.#octet()
    if (found !== tag) throw new MalformedError(`found tag ${hexadecimal(found)}, not ${hexadecimal(tag)}`)
    if ((tag & 0x1f) === 0x1f) throw new MalformedError('tag number above 30')
    if (++this.#elements > this.#limits.maximumElements) throw new MalformedError('too many elements')
    const length = this.#contentLength()
    if (length > this.#end - this.#position) throw new MalformedError('length beyond the end')
    return this.#position + length
  }

  #contentLength(): number {
    const first = this.#octet()
    if (first < 0x80) return first
    const size = first & 0x7f
    if (size === 0) throw new MalformedError('indefinite length')
    if (size > 4) throw new MalformedError('length beyond the end')
    let length = 0
    for (let octet = 0; octet < size; octet++) length = length * 256 + this.#octet()
    const isMinimal = length >= 0x80 && length >= 256 ** (size - 1)
    if (!isMinimal) throw new MalformedError('length not in its shortest form')
    return length
  }

  #octet(): number {
    if (this.#position >= this.#end) throw new MalformedError('cut short')
    return this.#octets[this.#position++] ?? 0
  }

  #stepTo(position: number): number {
    this.#position = position
    return position
  }
}

/** Of the universal types only EXTERNAL, EMBEDDED PDV, SEQUENCE and SET hold elements in DER (X.690 §10.2). */
const constructedTypes: readonly number[] = [0x28, 0x2b, tags.sequence, tags.set]

function isConstructed(tag: number): boolean {
  const form = (tag & 0x20) !== 0
  if (tag === 0) throw new MalformedError('end-of-contents octets')
  if (tag < 0x40 && constructedTypes.includes(tag | 0x20) !== form) {
    throw new MalformedError(`tag ${hexadecimal(tag)} in the wrong form`)
  }
  return form
}

const hexadecimal = (tag: number) => `0x${tag.toString(16).padStart(2, '0')}`

function anyUntilEnd(reader: DerReader): void {
  while (!reader.isAtEnd) reader.any()
}
