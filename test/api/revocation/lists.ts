import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { Replacements } from '../../../src/compose.ts'
import type { RevocationReason } from '../../../src/domain/model/revocation.ts'
import { type ParsedRevocationList, readRevocationList } from '../../../src/x509/parsed-revocation-list.ts'
import { elementsIn } from '../pca-v1/der.ts'
import { done, ok, showAuthority } from '../pca-v1/support.ts'
import { type ApiClient, type RunningServer, startServer } from '../running-server.ts'
import { authorities, certificates } from '../samples.ts'
import { createRunningClock } from '../test-clock.ts'

/** A list as it was fetched. */
export interface Fetched {
  readonly der: Buffer
  readonly number: bigint
  readonly list: ParsedRevocationList
  /** Why each serial number is revoked, in decimal as the API shows serials. */
  readonly reasons: ReadonlyMap<string, RevocationReason>
}

/** A server whose clock runs, because jobs work by themselves, and whose first account has an agency. */
export async function startWithAgency(
  settings: Readonly<Record<string, string>> = {},
  replacements: Replacements = {},
): Promise<RunningServer> {
  const server = await startServer({ 'ca-quota': '1000', ...settings }, createRunningClock(), replacements)
  ok(await server.api('POST', `${authorities}/agencies`))
  return server
}

export const firstBucket = async (api: ApiClient): Promise<string> =>
  ok(await api('GET', `${authorities}/obs/buckets`)).obs_buckets[0].bucket_name

/** Looks until there is something, ten times a second; fails when the time is over. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  patienceMs = 30_000,
): Promise<Found> {
  const end = Date.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    assert.ok(Date.now() < end, `not within ${patienceMs} ms: ${what}`)
    await pause(100)
  }
}

export const listUrl = (server: RunningServer, bucket: string, name: string): string =>
  `${server.base}/crl/${bucket}/${name}.crl`

/** What lies there now; undefined where nothing does. */
export async function fetchList(url: string): Promise<Fetched | undefined> {
  const response = await fetch(url)
  if (response.status === 404) return undefined
  assert.equal(response.status, 200, url)
  const der = Buffer.from(await response.arrayBuffer())
  const list = readRevocationList(der)
  assert.ok(list.number !== null)
  const reasons = new Map(
    list.entries.map(({ serialNumber, reason }) => [BigInt(`0x${serialNumber.toHex()}`).toString(), reason]),
  )
  return { der, number: list.number, list, reasons }
}

/** The first list there that is as it is waited for. */
export const awaitList = (
  url: string,
  what: string,
  isIt: (fetched: Fetched) => boolean = () => true,
  patienceMs?: number,
): Promise<Fetched> =>
  until(
    `${what}, at ${url}`,
    async () => {
      const fetched = await fetchList(url)
      return fetched && isIt(fetched) ? fetched : undefined
    },
    patienceMs,
  )

/** Switches the list of a CA on, or changes it, and waits for the first; resolves to where it is. */
export async function enableList(
  server: RunningServer,
  id: string,
  settings: {
    readonly crl_name?: string
    readonly valid_days?: number
    readonly obs_bucket_name?: string
  } = {},
): Promise<string> {
  const body = { obs_bucket_name: await firstBucket(server.api), valid_days: 7, ...settings }
  done(await server.api('POST', `${authorities}/${id}/crl/enable`, body))
  const url = (await showAuthority(server, id)).crl_configuration.crl_dis_point
  await awaitList(url, 'a first list')
  return url
}

export const disableList = async ({ api }: RunningServer, id: string) =>
  done(await api('POST', `${authorities}/${id}/crl/disable`))

export const revokeCertificate = async ({ api }: RunningServer, id: string, reason?: RevocationReason) =>
  done(await api('POST', `${certificates}/${id}/revoke`, { reason }))

export const revokeAuthority = async ({ api }: RunningServer, id: string, reason?: RevocationReason) =>
  done(await api('POST', `${authorities}/${id}/revoke`, { reason }))

/** The addresses in an extension, distribution points or access descriptions: tag 6 of GeneralName. */
export const urlsIn = (extension: { readonly value: Buffer } | undefined): string[] =>
  extension ? urlsBelow(extension.value) : []

const urlsBelow = (octets: Buffer): string[] =>
  elementsIn(octets).flatMap(({ tag, content }) => {
    if (tag === 0x86) return [content.toString('latin1')]
    return (tag & 0x20) === 0 ? [] : urlsBelow(content)
  })
