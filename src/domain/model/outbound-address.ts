import { parseIpAddress } from './ip-address.ts'
import { compileNetwork } from './permission/ip-network.ts'

/**
 * What is no address of somebody's on the public internet: this host, private, shared, link-local and documentation
 * networks, translations of IPv4, multicast (IANA's special-purpose registries, RFC 6890). Clouds tell machines their
 * credentials at addresses in these, Azure at one outside.
 */
const specialNetworks = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
].map(compileNetwork)

/** All that was given out of IPv6 (RFC 4291 §2.4). */
const isGlobalSixth = compileNetwork('2000::/3')

/**
 * Tells whether an address that a tenant named may be connected to: one on the public internet, or in a network that
 * the administrator allows.
 */
export function compileOutboundRule(allowed: readonly string[]): (address: string) => boolean {
  const allowedNetworks = allowed.map(compileNetwork)
  return (address) => {
    if (allowedNetworks.some((holds) => holds(address))) return true
    const octets = parseIpAddress(address)
    if (!octets || specialNetworks.some((holds) => holds(address))) return false
    return octets.length === 4 || isGlobalSixth(address)
  }
}
