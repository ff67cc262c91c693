import { type AddressOctets, parseIpAddress } from '../ip-address.ts'

/** An address with the number of its leading bits that count, all of them where none is said. */
interface Network {
  readonly octets: AddressOctets
  readonly bits: number
}

export const isIpNetwork = (text: string): boolean => parseNetwork(text) !== undefined

/** Tells whether an address lies in the network; addresses of the other version never do. */
export function compileNetwork(text: string): (address: string) => boolean {
  const network = parseNetwork(text)
  if (!network) return () => false
  const masks = network.octets.map((_, place) => maskOf(network.bits, place))
  return (address) => {
    const octets = parseIpAddress(unmapped(address))
    if (octets?.length !== network.octets.length) return false
    return octets.every(
      (octet, place) => ((octet ^ (network.octets[place] ?? 0)) & (masks[place] ?? 0)) === 0,
    )
  }
}

function parseNetwork(text: string): Network | undefined {
  const [address = '', length, ...more] = text.split('/')
  const octets = parseIpAddress(address)
  if (!octets || more.length > 0) return undefined
  if (length === undefined) return { octets, bits: octets.length * 8 }
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  return bits <= octets.length * 8 ? { octets, bits } : undefined
}

/** The bits of the octet at this place that belong to the first `bits`. */
const maskOf = (bits: number, place: number) => 255 & ~(255 >> Math.min(8, Math.max(0, bits - place * 8)))

/** A socket that speaks both versions shows IPv4 clients inside IPv6 (RFC 4291 §2.5.5.2). */
const unmapped = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')
