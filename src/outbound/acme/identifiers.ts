import type { AlternativeName } from '../../domain/model/alternative-name.ts'
import { parseIpAddress } from '../../domain/model/ip-address.ts'
import { ipAddressText } from '../../x509/ip-address-text.ts'
import { refused } from './acme-problem.ts'
import { fieldsOf, misunderstood } from './fields.ts'

/** RFC 8555 §9.7.7, and RFC 8738 §3 for addresses. */
export interface Identifier {
  readonly type: 'dns' | 'ip'
  readonly value: string
}

/** Names in lower case, addresses as RFC 5952 writes them. */
export function identifierOf(name: AlternativeName): Identifier {
  switch (name.type) {
    case 'DNS':
      return { type: 'dns', value: name.value.toLowerCase() }
    case 'IP':
      return { type: 'ip', value: ipAddressText(name.octets) }
    default:
      throw refused(`no ACME authority certifies a name of type ${name.type}`)
  }
}

export function readIdentifier(value: unknown): Identifier {
  const { type, value: name } = fieldsOf(value)
  if (typeof name === 'string' && type === 'dns') return { type, value: name.toLowerCase() }
  const octets = typeof name === 'string' && type === 'ip' ? parseIpAddress(name) : undefined
  if (octets) return { type: 'ip', value: ipAddressText(octets) }
  throw misunderstood('of an identifier that is neither a name nor an address')
}
