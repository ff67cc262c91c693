/** 4 or 16 octets in network order. */
export type AddressOctets = readonly number[]

/** The octets of an IPv4 or IPv6 address in text, or undefined (RFC 4291 §2.2; no zone, no prefix length). */
export function parseIpAddress(text: string): AddressOctets | undefined {
  if (text.length > 45) return undefined
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text)
}

function parseIpv4(text: string): number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  const octets = parts.map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256))
  return octets.every((octet) => octet < 256) ? octets : undefined
}

function parseIpv6(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(groupsOf)
  if (!head || (halves.length === 2 && !tail)) return undefined
  if (!tail) return head.length === 16 ? head : undefined
  const missing = 16 - head.length - tail.length
  if (missing < 2) return undefined
  return [...head, ...Array<number>(missing).fill(0), ...tail]
}

/** Octets of colon-separated groups; the last may be a dotted IPv4 address. */
function groupsOf(half: string): number[] | undefined {
  if (half === '') return []
  const octets: number[] = []
  const groups = half.split(':')
  for (const [index, group] of groups.entries()) {
    if (index === groups.length - 1 && group.includes('.')) {
      const dotted = parseIpv4(group)
      if (!dotted) return undefined
      octets.push(...dotted)
    } else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16)
      octets.push(value >> 8, value & 255)
    } else return undefined
  }
  return octets
}

/** What limits are counted by: an IPv4 address, or the /64 that one IPv6 client has all of (RFC 4291 §2.5.1). */
export function networkOf(address: string): string {
  const octets = address.includes(':') ? parseIpAddress(address) : undefined
  return octets ? `${octets.slice(0, 8).join('.')}/64` : address
}
