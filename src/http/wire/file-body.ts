import { WireError } from './fault.ts'

/** Of a form, beside its file. */
const mostParts = 16
const longestPartHead = 4096

/**
 * The octets of a file that is the body itself, of one of these media types, or the one file of a form (RFC 7578). What the
 * octets are is for the operation to judge. Refuses other media types, a body without octets, and forms that are broken or
 * have no file, several, or too many parts.
 */
export function readFileBody(
  bytes: Uint8Array,
  contentType: string | undefined,
  mediaTypes: readonly string[],
): Uint8Array {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const isForm = mediaType === 'multipart/form-data'
  if (!isForm && !mediaTypes.includes(mediaType)) {
    const known = [...mediaTypes, 'multipart/form-data'].join(', ')
    throw new WireError({ kind: 'media-type', reason: `Content-Type must be one of ${known}` })
  }
  const file = isForm ? onlyFile(bytes, boundaryOf(contentType ?? '')) : bytes
  if (file.length === 0) throw broken('is empty')
  return file
}

/** RFC 2046 §5.1.1. */
function boundaryOf(contentType: string): string {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined) throw broken('is a form without a boundary')
  return boundary
}

function onlyFile(bytes: Uint8Array, boundary: string): Uint8Array {
  const files = [...partsOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), boundary)].filter(
    isFile,
  )
  const [file, ...others] = files
  if (!file || others.length > 0) throw broken('must be a form with one file')
  return file.content
}

interface Part {
  readonly head: string
  readonly content: Uint8Array
}

const isFile = ({ head }: Part) => /^content-disposition:[^\r\n]*;\s*filename\*?=/im.test(head)

/** What stands between the delimiters, in one walk; before the first and after the last nothing counts. */
function* partsOf(bytes: Buffer, boundary: string): Generator<Part> {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const opening = delimiter.subarray(2)
  let at = bytes.subarray(0, opening.length).equals(opening) ? opening.length : endOf(bytes, delimiter, 0)
  for (let count = 0; !startsWith(bytes, '--', at); count++) {
    if (count === mostParts) throw broken(`is a form with more than ${mostParts} parts`)
    const start = endOf(bytes, Buffer.from('\r\n'), at)
    const next = bytes.indexOf(delimiter, start - 2)
    if (next < 0) throw broken('is a form without its end')
    yield partOf(bytes.subarray(start, Math.max(start, next)))
    at = next + delimiter.length
  }
}

function partOf(part: Buffer): Part {
  const end = part.subarray(0, longestPartHead).indexOf('\r\n\r\n')
  if (end < 0) throw broken('is a form with a part without an end of its head')
  return { head: part.toString('latin1', 0, end), content: part.subarray(end + 4) }
}

function endOf(bytes: Buffer, sought: Buffer, from: number): number {
  const found = bytes.indexOf(sought, from)
  if (found < 0) throw broken('is no form with this boundary')
  return found + sought.length
}

const startsWith = (bytes: Buffer, text: string, at: number) =>
  bytes.toString('latin1', at, at + text.length) === text

const broken = (reason: string) => new WireError({ kind: 'violation', parameter: 'body', reason })
