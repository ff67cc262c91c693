/**
 * The text of an address of 4 or 16 octets: dotted, or as RFC 5952 §4 wants it, with the dotted tail of §5 for
 * IPv4-mapped ones.
 */
export function ipAddressText(octets: readonly number[]): string {
  if (octets.length === 4) return octets.join('.')
  const isMapped =
    octets.slice(0, 10).every((octet) => octet === 0) && octets[10] === 255 && octets[11] === 255
  return isMapped ? `::ffff:${octets.slice(12).join('.')}` : ipv6Text(octets)
}

function ipv6Text(octets: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, group) => {
    const value = (octets[2 * group] ?? 0) * 256 + (octets[2 * group + 1] ?? 0)
    return value.toString(16)
  })
  const { start, length } = longestZeroRun(groups)
  if (length < 2) return groups.join(':')
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`
}

/** The first of the longest runs, which is the one that `::` may stand for (RFC 5952 §4.2.3). */
function longestZeroRun(groups: readonly string[]): { readonly start: number; readonly length: number } {
  let longest = { start: 0, length: 0 }
  let length = 0
  for (const [index, group] of groups.entries()) {
    length = group === '0' ? length + 1 : 0
    if (length > longest.length) longest = { start: index - length + 1, length }
  }
  return longest
}
