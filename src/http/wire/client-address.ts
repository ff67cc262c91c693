import { BlockList, isIP } from 'node:net'

/** The address that a request comes from; behind proxies that are trusted, the one that they name. */
export type ClientAddress = (peer: string, forwardedFor: string | undefined) => string

/** `trusted`: addresses or CIDRs whose `X-Forwarded-For` is believed. */
export function createClientAddress(trusted: readonly string[]): ClientAddress {
  if (trusted.length === 0) return (peer) => plain(peer)
  const proxies = blockListOf(trusted)
  return (peer, forwardedFor) => {
    const hops = [...(forwardedFor?.split(',').map((hop) => hop.trim()) ?? []), plain(peer)]
    while (hops.length > 1 && contains(proxies, hops.at(-1) ?? '')) hops.pop()
    return hops.at(-1) ?? peer
  }
}

function blockListOf(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}

const contains = (list: BlockList, address: string) =>
  isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** IPv4 addresses on a dual-stack socket come as `::ffff:127.0.0.1`. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/, '')
