import { DomainError } from './errors.ts'
import { type AddressOctets, parseIpAddress } from './ip-address.ts'

/** A subject alternative name, ready to be written (RFC 5280 §4.2.1.6). */
export type AlternativeName =
  | { readonly type: 'DNS'; readonly value: string }
  | { readonly type: 'IP'; readonly value: string; readonly octets: AddressOctets }
  | { readonly type: 'EMAIL'; readonly value: string }
  | { readonly type: 'URI'; readonly value: string }

/** Parses one `{type, value}`; `parameter` says where it stood, for the refusal. */
export function parseAlternativeName(type: string, value: string, parameter: string): AlternativeName {
  switch (type) {
    case 'DNS':
      return { type, value: parseDomainName(value, parameter) }
    case 'IP': {
      const octets = parseIpAddress(value)
      if (!octets) refuse('ip-address-invalid', parameter, 'must be an IPv4 or IPv6 address')
      return { type, value, octets }
    }
    case 'EMAIL':
      if (value.length > 256 || !email.test(value)) {
        refuse('parameter-invalid', parameter, 'must be an e-mail address in ASCII, at most 256 characters')
      }
      return { type, value }
    case 'URI':
      if (value.length > 253 || !isAbsoluteUri(value)) {
        refuse('parameter-invalid', parameter, 'must be an absolute URI in ASCII, at most 253 characters')
      }
      return { type, value }
    default:
      return refuse('alternative-name-type-invalid', parameter, 'type must be DNS, IP, EMAIL or URI')
  }
}

/** The same name once, in the order of first appearance. */
export function withoutDuplicates(names: readonly AlternativeName[]): AlternativeName[] {
  const seen = new Map<string, AlternativeName>()
  for (const name of names) {
    const key = keyOf(name)
    if (!seen.has(key)) seen.set(key, name)
  }
  return [...seen.values()]
}

/** Host names differ in nothing but case, addresses in nothing but how they are written. */
function keyOf(name: AlternativeName): string {
  if (name.type === 'IP') return `IP ${name.octets.join('.')}`
  return `${name.type} ${name.type === 'DNS' ? name.value.toLowerCase() : name.value}`
}

/** A common name that is itself a host name or address, as the alternative name that clients look at. */
export function alternativeNameOf(commonName: string): AlternativeName | undefined {
  const octets = parseIpAddress(commonName)
  if (octets) return { type: 'IP', value: commonName, octets }
  try {
    return { type: 'DNS', value: parseDomainName(commonName, 'common_name') }
  } catch {
    return undefined
  }
}

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i
const email =
  /^[!#$%&'*+/=?^_`{|}~A-Za-z0-9-]+(?:\.[!#$%&'*+/=?^_`{|}~A-Za-z0-9-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/
const uri = /^[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-Z[\]_a-z~%]+$/

const isAbsoluteUri = (value: string) => uri.test(value) && URL.canParse(value)

/** A host name as A-labels, at most 253 octets, `*` only as the whole left label (RFC 6125 §6.4.3). */
function parseDomainName(value: string, parameter: string): string {
  const bare = value.startsWith('*.') ? value.slice(2) : value
  const ascii = /^[\x20-\x7e]*$/.test(bare) ? bare : toAscii(bare)
  const name = bare === value ? ascii : `*.${ascii}`
  if (name.length > 253) refuse('domain-name-invalid', parameter, 'must have at most 253 characters')
  const labels = ascii.split('.')
  // a last label of digits is an address to every resolver (RFC 1123 §2.1)
  if (!labels.every((part) => label.test(part)) || /^\d+$/.test(labels.at(-1) ?? '')) {
    refuse('domain-name-invalid', parameter, 'must be a host name; * may only be its whole left label')
  }
  return name
}

/** UTS #46 through the URL parser, which yields '' or throws for what is no host name. */
function toAscii(unicode: string): string {
  const url = `http://${unicode}/`
  if (/[/?#@:\\\s%]/.test(unicode) || !URL.canParse(url)) return ''
  return new URL(url).hostname
}

function refuse(
  code: 'domain-name-invalid' | 'ip-address-invalid' | 'alternative-name-type-invalid' | 'parameter-invalid',
  parameter: string,
  reason: string,
): never {
  throw new DomainError(code, { parameter, reason })
}
