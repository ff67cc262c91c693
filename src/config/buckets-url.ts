import { fileURLToPath } from 'node:url'
import type { ObjectStore } from './config.ts'
import { path, type Reader } from './readers.ts'

const expectation =
  'file:<folder>, or s3://, https:// or http:// with a host, and behind it nothing but ?region=<name>, ' +
  'style=path or virtual-host, and after s3:// tls=true or false'

/**
 * `file:` with a folder, as a path or a file URL; alone it is the folder in the data folder (`null`). Or an endpoint:
 * `s3://host[:port]` over TLS unless `tls=false`, `https://…` and `http://…` as they say. The region is that of a
 * host of Huawei's or Amazon's naming, such as `obs.cn-north-4.myhuaweicloud.com`, else `us-east-1`; the bucket
 * stands in the host's name there (`virtual-host`), and in the path elsewhere.
 */
export const bucketsUrl: Reader<{ kind: 'folder'; folder: string | null } | ObjectStore> = (text) => {
  if (!/^(file|s3|https?):/i.test(text)) throw new Error(expectation)
  return /^file:/i.test(text) ? { kind: 'folder', folder: folderOf(text) } : objectStoreOf(text)
}

function folderOf(text: string): string | null {
  const place = text.slice('file:'.length)
  if (place === '') return null
  if (!place.startsWith('//')) return path(place)
  try {
    return fileURLToPath(text)
  } catch {
    throw new Error(expectation)
  }
}

function objectStoreOf(text: string): ObjectStore {
  if (!URL.canParse(text)) throw new Error(expectation)
  const url = new URL(text)
  const { region, style, tls } = parametersOf(url)
  const regionOfHost = /^(?:obs|s3)[.-]([a-z]{2}(?:-[a-z]+)+-\d+)\./i.exec(url.hostname)?.[1]
  const scheme = url.protocol === 'http:' || tls === 'false' ? 'http' : 'https'
  return {
    kind: 's3',
    endpoint: `${scheme}://${url.host.toLowerCase()}`,
    region: region ?? regionOfHost?.toLowerCase() ?? 'us-east-1',
    isPathStyle: style === undefined ? regionOfHost === undefined : style === 'path',
  }
}

const parameterForms: Readonly<Record<string, RegExp>> = {
  region: /^[a-z0-9-]{1,64}$/,
  style: /^(path|virtual-host)$/,
  tls: /^(true|false)$/,
}

/** Throws for what is no endpoint: a path, a password, another parameter or one that is given twice. */
function parametersOf(url: URL): Readonly<Record<string, string | undefined>> {
  const isEndpoint =
    url.hostname !== '' && /^\/?$/.test(url.pathname) && !url.hash && !url.username && !url.password
  const known = [...url.searchParams].every(([name, value]) => parameterForms[name]?.test(value))
  const isOnce = new Set(url.searchParams.keys()).size === url.searchParams.size
  const isTlsFree = url.protocol === 's3:' || !url.searchParams.has('tls')
  if (!(isEndpoint && known && isOnce && isTlsFree)) throw new Error(expectation)
  return Object.fromEntries(url.searchParams)
}
