import { isAbsolute } from 'node:path'
import type { Reader } from './readers.ts'

/** Where copies of the audit trail go. */
export type AuditSinkPlace =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'syslog'
      readonly transport: 'udp' | 'tcp'
      readonly host: string
      readonly port: number
    }
  | { readonly kind: 'webhook'; readonly url: string }

const expectation =
  'file:/<path>, syslog+tcp://<host>:<port>, syslog+udp://<host>:<port> or an https:// or http:// URL, by commas, each once'

/** A comma within a URL is written `%2C`. */
export const auditSinks: Reader<readonly AuditSinkPlace[]> = (text) => {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  if (new Set(entries).size < entries.length) throw new Error(expectation)
  return entries.map(placeOf)
}

function placeOf(text: string): AuditSinkPlace {
  if (text.startsWith('file:')) return filePlace(text.slice('file:'.length))
  if (!URL.canParse(text)) throw new Error(expectation)
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.hostname === '') throw new Error(expectation)
  if (/^https?:$/.test(url.protocol)) return { kind: 'webhook', url: url.href }
  return syslogPlace(url)
}

function filePlace(path: string): AuditSinkPlace {
  if (!isAbsolute(path) || path.endsWith('/') || path.includes('\0')) throw new Error(expectation)
  return { kind: 'file', path }
}

/** RFC 5426 §3.3 for UDP; over TCP there is no number of its own, 601 is the nearest (RFC 3195). */
const defaultPorts = { udp: 514, tcp: 601 } as const

function syslogPlace({ protocol, hostname, port, pathname, search, hash }: URL): AuditSinkPlace {
  const [, name] = /^syslog\+(udp|tcp):$/.exec(protocol) ?? []
  if (name === undefined || !/^\/?$/.test(pathname) || search !== '' || hash !== '') {
    throw new Error(expectation)
  }
  const transport = name === 'udp' ? 'udp' : 'tcp'
  const host = hostname.replace(/^\[|\]$/g, '')
  return { kind: 'syslog', transport, host, port: port === '' ? defaultPorts[transport] : Number(port) }
}
