import { isIP } from 'node:net'
import type { Reader } from './readers.ts'

/** A host name or an address, without a port. */
export const host: Reader<string> = (text) => {
  const bare = text.replace(/^\[(.*)\]$/, '$1')
  const isName =
    /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(bare)
  if (bare.length > 253 || (!isName && isIP(bare) === 0)) throw new Error('a host name or an address')
  return bare
}

export type SmtpTls = 'implicit' | 'starttls' | 'none'

export const smtpTls: Reader<SmtpTls> = (text) => {
  if (text !== 'implicit' && text !== 'starttls' && text !== 'none') {
    throw new Error('one of starttls, implicit, none')
  }
  return text
}

/** One mailbox in ASCII (RFC 5322 §3.4), so that nothing else can stand in the header. */
export const mailSender: Reader<string> = (text) => {
  const address = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+"
  if (!new RegExp(`^(?:${address}|[^\\p{C}<>@",;:]{1,64} <${address}>)$`, 'u').test(text)) {
    throw new Error('an address, or Name <address>')
  }
  return text
}
