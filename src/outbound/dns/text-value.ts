/** A character-string of a TXT record (RFC 1035 §3.3) holds so many octets. */
const longest = 255

/** A value in the strings of one record; the same value is always cut the same way, so that it is found again. */
export function stringsOf(value: string): readonly Uint8Array[] {
  const octets = new TextEncoder().encode(value)
  const count = Math.max(1, Math.ceil(octets.length / longest))
  return Array.from({ length: count }, (_, index) => octets.subarray(index * longest, (index + 1) * longest))
}
