/** A certificate's serial number: 16 octets, positive, as the decimal integer that the API shows. */
export type SerialNumber = string

/** Octets from the CSPRNG made a positive, non-zero INTEGER of exactly 16 octets (RFC 5280 §4.1.2.2). */
export function serialNumberOf(randomOctets: Uint8Array): SerialNumber {
  const octets = randomOctets.slice(0, 16)
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x40
  return BigInt(`0x${octets.toHex()}`).toString()
}

/** The big-endian octets of a serial number, without sign octet. */
export function serialOctets(serial: SerialNumber): Uint8Array {
  const hex = BigInt(serial).toString(16)
  return Uint8Array.fromHex(hex.length % 2 ? `0${hex}` : hex)
}

export const serialFromOctets = (octets: Uint8Array): SerialNumber => BigInt(`0x${octets.toHex()}`).toString()
