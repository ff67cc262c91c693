import { constructedContext, tags } from './der-tags.ts'
import { type CalendarTime, calendarTime } from './der-time.ts'
import { MalformedError } from './malformed.ts'

/** Writes elements; the value is handed through, so that a plain function will do and no closure is made. */
export type Write<Value> = (writer: DerWriter, value: Value) => void

const initialCapacity = 4096
const utf8 = new TextEncoder()

/**
 * Writes DER (X.690) from front to back into one growing buffer.
 *
 * A length is one octet until its content is written; longer content is then moved to make room. Primitive types
 * take a tag of their own where the syntax asks for IMPLICIT tagging.
 */
export class DerWriter {
  #octets = new Uint8Array(initialCapacity)
  #length = 0

  /** How many octets fit before the buffer grows. */
  get capacity(): number {
    return this.#octets.length
  }

  /** How many octets were written. */
  get length(): number {
    return this.#length
  }

  /** A copy of all that was written. */
  finish(): Uint8Array {
    return this.#octets.slice(0, this.#length)
  }

  /** Forgets all that was written, and keeps the buffer. */
  reset(): void {
    this.#length = 0
  }

  sequence<Value>(write: Write<Value>, value: Value): void
  sequence(write: Write<undefined>): void
  sequence<Value>(write: Write<Value | undefined>, value?: Value): void {
    this.constructed(tags.sequence, write, value)
  }

  /** The caller sees to the order of the elements that X.690 §11.6 asks for. */
  set<Value>(write: Write<Value>, value: Value): void
  set(write: Write<undefined>): void
  set<Value>(write: Write<Value | undefined>, value?: Value): void {
    this.constructed(tags.set, write, value)
  }

  /** `[number] EXPLICIT`, and IMPLICIT of a constructed type. */
  explicit<Value>(number: number, write: Write<Value>, value: Value): void
  explicit(number: number, write: Write<undefined>): void
  explicit<Value>(number: number, write: Write<Value | undefined>, value?: Value): void {
    this.constructed(constructedContext(number), write, value)
  }

  /** An element under any tag, whose content is written by `write`. */
  constructed<Value>(tag: number, write: Write<Value>, value: Value): void {
    const start = this.#open(tag)
    write(this, value)
    this.#close(start)
  }

  /** Tag and length of an element whose content, of so many octets, follows in other pieces. */
  header(tag: number, contentLength: number): void {
    this.#setLength(this.#open(tag), contentLength)
  }

  /** An OCTET STRING that holds the DER of other elements. */
  wrapped<Value>(write: Write<Value>, value: Value): void {
    this.constructed(tags.octetString, write, value)
  }

  boolean(value: boolean): void {
    this.#octet(tags.boolean, value ? 0xff : 0)
  }

  null(tag: number = tags.null): void {
    this.#close(this.#open(tag))
  }

  /** A non-negative INTEGER from unsigned big-endian octets, of which leading zeros are dropped. */
  integer(octets: Uint8Array): void {
    let first = 0
    while (first < octets.length - 1 && octets[first] === 0) first++
    const start = this.#open(tags.integer)
    if (octets.length === 0 || (octets[first] ?? 0) > 0x7f) this.#append(0)
    this.raw(first === 0 ? octets : octets.subarray(first))
    this.#close(start)
  }

  /** An INTEGER (or, by tag, ENUMERATED) from 0 to 127: versions, path lengths, reasons. */
  smallInteger(value: number, tag: number = tags.integer): void {
    if (!(value >= 0 && value < 128)) throw new MalformedError('small integer outside 0 to 127')
    this.#octet(tag, value)
  }

  bitString(octets: ArrayLike<number>, unusedBits = 0): void {
    const start = this.#open(tags.bitString)
    this.#append(unusedBits)
    this.raw(octets)
    this.#close(start)
  }

  octetString(octets: ArrayLike<number>, tag: number = tags.octetString): void {
    const start = this.#open(tag)
    this.raw(octets)
    this.#close(start)
  }

  /** An element that `encodeObjectIdentifier` made. */
  objectIdentifier(element: Uint8Array): void {
    this.raw(element)
  }

  /** Throws MalformedError for lone surrogates, which UTF-8 has no octets for. */
  utf8String(text: string, tag: number = tags.utf8String): void {
    const start = this.#open(tag)
    if (!this.#ascii(text)) this.#utf8(text)
    this.#close(start)
  }

  /** Throws MalformedError for characters outside ASCII. */
  ia5String(text: string, tag: number = tags.ia5String): void {
    const start = this.#open(tag)
    if (!this.#ascii(text)) throw new MalformedError('text outside ascii')
    this.#close(start)
  }

  /** Throws MalformedError for characters that a PrintableString may not hold (X.680 §41.4). */
  printableString(text: string): void {
    if (!/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)) throw new MalformedError('text not printable')
    this.ia5String(text, tags.printableString)
  }

  /**
   * Ms since the epoch, fractions of a second dropped: UTCTime to the end of 2049, then GeneralizedTime
   * (RFC 5280 §4.1.2.5). Throws MalformedError before 1950 and after 9999.
   */
  time(ms: number): void {
    const time = calendarTime(ms)
    this.#time(time.year < 2050 ? tags.utcTime : tags.generalizedTime, time)
  }

  /** A GeneralizedTime whatever the year, as OCSP has it (RFC 6960 §4.2.1); else like `time`. */
  generalizedTime(ms: number): void {
    this.#time(tags.generalizedTime, calendarTime(ms))
  }

  /** Octets as they are: elements that were made elsewhere. */
  raw(octets: ArrayLike<number>): void {
    this.#reserve(octets.length)
    this.#octets.set(octets, this.#length)
    this.#length += octets.length
  }

  #time(tag: number, { year, month, day, hour, minute, second }: CalendarTime): void {
    if (!(year >= 1950 && year <= 9999)) throw new MalformedError('time outside 1950 to 9999')
    const start = this.#open(tag)
    if (tag === tags.generalizedTime) this.#digits(Math.floor(year / 100))
    this.#digits(year % 100)
    this.#digits(month)
    this.#digits(day)
    this.#digits(hour)
    this.#digits(minute)
    this.#digits(second)
    this.#append(0x5a)
    this.#close(start)
  }

  #octet(tag: number, content: number): void {
    const start = this.#open(tag)
    this.#append(content)
    this.#close(start)
  }

  /** Writes the tag, leaves an octet for the length, and says where the content starts. */
  #open(tag: number): number {
    this.#reserve(2)
    this.#octets[this.#length] = tag
    this.#length += 2
    return this.#length
  }

  #close(start: number): void {
    this.#setLength(start, this.#length - start)
  }

  #setLength(start: number, length: number): void {
    if (length < 0x80) this.#octets[start - 1] = length
    else this.#setLongLength(start, length)
  }

  #setLongLength(start: number, length: number): void {
    const size = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : length < 0x100_0000 ? 3 : 4
    this.#reserve(size)
    this.#octets.copyWithin(start + size, start, this.#length)
    this.#octets[start - 1] = 0x80 | size
    for (let octet = 0; octet < size; octet++) {
      this.#octets[start + octet] = length >>> (8 * (size - 1 - octet))
    }
    this.#length += size
  }

  #append(octet: number): void {
    this.#reserve(1)
    this.#octets[this.#length++] = octet
  }

  #digits(value: number): void {
    this.#append(0x30 + Math.floor(value / 10))
    this.#append(0x30 + (value % 10))
  }

  /** Writes the text if it is ASCII. Names are short: for them this loop beats a call into the encoder. */
  #ascii(text: string): boolean {
    const { length } = text
    this.#reserve(length)
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index)
      if (code > 0x7f) return false
      this.#octets[this.#length + index] = code
    }
    this.#length += length
    return true
  }

  #utf8(text: string): void {
    if (!text.isWellFormed()) throw new MalformedError('text with a lone surrogate')
    this.#reserve(text.length * 3)
    this.#length += utf8.encodeInto(text, this.#octets.subarray(this.#length)).written
  }

  #reserve(size: number): void {
    const needed = this.#length + size
    if (needed <= this.#octets.length) return
    const grown = new Uint8Array(Math.max(needed, this.#octets.length * 2))
    grown.set(this.#octets.subarray(0, this.#length))
    this.#octets = grown
  }
}

const keptCapacity = 65_536
let spare: DerWriter | undefined

/**
 * What `write` writes, as octets of their own. The buffer is kept for the next call unless it grew large; nothing
 * secret may be written here, for it would stay in that buffer.
 */
export function encodeDer<Value>(write: Write<Value>, value: Value): Uint8Array
export function encodeDer(write: Write<undefined>): Uint8Array
export function encodeDer<Value>(write: Write<Value | undefined>, value?: Value): Uint8Array {
  const writer = spare ?? new DerWriter()
  // A writer in use isn't spare: `write` may come back here, for instance through an iterator.
  spare = undefined
  writer.reset()
  try {
    write(writer, value)
    return writer.finish()
  } finally {
    if (writer.capacity <= keptCapacity) spare = writer
  }
}
