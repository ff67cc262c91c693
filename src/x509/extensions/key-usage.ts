import { type KeyUsage, keyUsages } from '../../domain/model/key-usage.ts'
import type { DerReader } from '../der-reader.ts'
import type { DerWriter } from '../der-writer.ts'
import { extensionTypes } from '../object-identifiers.ts'
import { writeExtension } from './extension.ts'

/** Critical, and left out where there is no usage, for a value without a bit is forbidden (RFC 5280 §4.2.1.3). */
export function writeKeyUsages(writer: DerWriter, usages: readonly KeyUsage[]): void {
  if (usages.length > 0) writeExtension(writer, extensionTypes.keyUsage, true, writeValue, usages)
}

/** A list of named bits ends with its last bit that is set (X.690 §11.2.2). */
function writeValue(writer: DerWriter, usages: readonly KeyUsage[]): void {
  const octets = [0, 0]
  let last = 0
  for (const usage of usages) {
    const bit = keyUsages.indexOf(usage)
    octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7))
    last = Math.max(last, bit)
  }
  if (last < 8) octets.pop()
  writer.bitString(octets, 7 - (last & 7))
}

/** In the order of the bits. Trailing zero bits are let pass, as all software does; bits past the ninth mean nothing. */
export function readKeyUsages(reader: DerReader): KeyUsage[] {
  const { octets } = reader.bits()
  return keyUsages.filter((_, bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
}
