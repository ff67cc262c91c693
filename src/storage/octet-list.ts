const prefixLength = 4

/** Several octet strings in one column, each behind its length in four octets. */
export function packOctets(parts: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(parts.reduce((sum, part) => sum + prefixLength + part.length, 0))
  const view = new DataView(packed.buffer)
  let offset = 0
  for (const part of parts) {
    view.setUint32(offset, part.length)
    packed.set(part, offset + prefixLength)
    offset += prefixLength + part.length
  }
  return packed
}

export function unpackOctets(packed: Uint8Array): Uint8Array[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length)
  const parts: Uint8Array[] = []
  for (let offset = 0; offset < packed.length; ) {
    const start = offset + prefixLength
    offset = start + view.getUint32(offset)
    parts.push(packed.slice(start, offset))
  }
  return parts
}
