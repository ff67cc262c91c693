import { certificates, secretLine, serviceUrl, word } from './identity-readers.ts'
import type { JsonFields } from './json-fields.ts'
import { host } from './mail-readers.ts'
import { integer, oneOf, path, type Reader, type ReaderValue } from './readers.ts'
import { readSecretFile } from './secret-file.ts'

/** DNS zones that we may change, in lower case, and by what. */
export type DnsPlaceConfig = { readonly zones: readonly string[] } & (UpdatePlace | HuaweiCloudPlace)

/** A server that takes dynamic updates (RFC 2136) by a key (RFC 8945). */
interface UpdatePlace {
  readonly kind: 'rfc2136'
  readonly server: { readonly host: string; readonly port: number }
  readonly key: {
    readonly name: string
    readonly algorithm: ReaderValue<typeof algorithm>
    readonly secret: Uint8Array
  }
}

interface HuaweiCloudPlace {
  readonly kind: 'huaweicloud'
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  readonly projectId: string | null
  /** PEM; null for the public authorities. */
  readonly certificates: string | null
}

/** The list `dns` of the file: each zone once, since it is changed in one way. */
export function readDns(fields: JsonFields): readonly DnsPlaceConfig[] {
  const named = new Set<string>()
  return fields.objects('dns').map((entry) => {
    const zones = entry.texts('zones', zone) ?? []
    if (zones.length === 0) entry.fault('must name its zones')
    for (const name of zones) {
      if (named.has(name)) entry.fault(`names the zone ${name}, which is named already`)
      named.add(name)
    }
    const place = placeOf(entry)
    entry.end()
    return { zones, ...place }
  })
}

const algorithm = oneOf('hmac-sha256', 'hmac-sha384', 'hmac-sha512')

function placeOf(entry: JsonFields): UpdatePlace | HuaweiCloudPlace {
  const kind = entry.text('kind', oneOf('rfc2136', 'huaweicloud'))
  if (kind === 'huaweicloud')
    return {
      kind,
      endpoint: entry.text('endpoint', serviceUrl),
      accessKey: entry.text('access_key', word),
      secretKey: entry.text('secret_key_file', secretLine('secret_key_file')),
      projectId: entry.textOr('project_id', word, null),
      certificates: entry.textOr('ca_file', certificates, null),
    }
  return {
    kind,
    server: entry.text('server', server),
    key: {
      name: entry.text('key_name', zone),
      algorithm: entry.textOr('algorithm', algorithm, 'hmac-sha256'),
      secret: entry.text('secret_file', sharedSecret),
    },
  }
}

/** A name of DNS, without the dot at the end. */
const zone: Reader<string> = (text) => {
  const name = text.toLowerCase().replace(/\.$/, '')
  if (name.length > 253 || !/^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(name)) {
    throw new Error('a name of DNS')
  }
  return name
}

/** `ns1.example.com`, `192.0.2.53:5353`, `[2001:db8::53]:53`. */
const server: Reader<UpdatePlace['server']> = (text) => {
  const [, name = text, port = '53'] = /^(\[.*\]|[^:]*):(\d+)$/.exec(text) ?? []
  try {
    return { host: host(name), port: integer(1, 65_535)(port) }
  } catch {
    throw new Error('a host name or an address, with or without :port')
  }
}

/** Base64, as `tsig-keygen` writes it. */
const sharedSecret: Reader<Uint8Array> = (text) => {
  const file = path(text)
  const secret = readSecretFile('secret_file', file).trim()
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(secret) || secret === '') {
    throw new Error(`a file with a secret in base64, which ${file} is not`)
  }
  return Buffer.from(secret, 'base64')
}
