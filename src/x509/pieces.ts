import { tags } from './der-tags.ts'
import { type DerWriter, encodeDer } from './der-writer.ts'

/** DER too long to be written at one place: what stands one after the other, never moved until it is joined. */
export type Pieces = readonly Uint8Array[]

/** A SEQUENCE of what the pieces hold. */
export const inSequence = (content: Pieces): Pieces => [encodeDer(writeHeader, lengthOf(content)), ...content]

/** One run of octets, in a buffer of its own. */
export function joined(pieces: Pieces): Uint8Array {
  const whole = new Uint8Array(lengthOf(pieces))
  let length = 0
  for (const piece of pieces) {
    whole.set(piece, length)
    length += piece.length
  }
  return whole
}

const lengthOf = (pieces: Pieces): number => pieces.reduce((length, piece) => length + piece.length, 0)

function writeHeader(writer: DerWriter, contentLength: number): void {
  writer.header(tags.sequence, contentLength)
}
