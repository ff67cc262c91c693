/** Of JSON in bytes: brackets, commas and colons outside of strings, and brackets within one another. */
const bounds = { marks: 50_000, depth: 64 }

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openList, openObject, closeList, closeObject] = [0x5b, 0x7b, 0x5d, 0x7d]

/**
 * Says which bound JSON is beyond, before it is parsed: millions of numbers take half a second and 80 MB, millions of
 * brackets seven seconds. One walk along the bytes; what is broken is for the parser to say.
 */
export function beyondJsonBounds(bytes: Uint8Array): string | undefined {
  let [marks, depth] = [0, 0]
  for (let place = 0; place < bytes.length; place += 1) {
    const byte = bytes[place]
    if (byte === quote) place = endOfString(bytes, place)
    else if (byte === openList || byte === openObject) depth += 1
    else if (byte === closeList || byte === closeObject) depth -= 1
    else if (byte !== comma && byte !== colon) continue
    marks += 1
    if (depth > bounds.depth) return `is nested deeper than ${bounds.depth} levels`
    if (marks > bounds.marks) return `holds more than ${bounds.marks} brackets, commas, colons and strings`
  }
  return undefined
}

/** The place of the closing quotation mark, or the end. */
function endOfString(bytes: Uint8Array, start: number): number {
  for (let end = bytes.indexOf(quote, start + 1); end >= 0; end = bytes.indexOf(quote, end + 1)) {
    if (!isEscaped(bytes, end, start)) return end
  }
  return bytes.length
}

function isEscaped(bytes: Uint8Array, place: number, start: number): boolean {
  let first = place
  while (first - 1 > start && bytes[first - 1] === backslash) first -= 1
  return (place - first) % 2 === 1
}
