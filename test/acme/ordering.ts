import { hash } from 'node:crypto'
import { parseAlternativeName } from '../../src/domain/model/alternative-name.ts'
import { parseIpAddress } from '../../src/domain/model/ip-address.ts'
import type {
  AcmeAccount,
  AcmeDirectory,
  AcmeMethod,
  AcmeOrder,
} from '../../src/domain/ports/acme-directory.ts'
import { type AcmeSettings, createAcmeDirectory } from '../../src/outbound/acme/acme-directory.ts'
import { element } from '../api/pca-v1/der.ts'
import { alternativeNames, commonName, dns, requestDer } from '../api/pca-v1/requests.ts'
import { createRunningClock } from '../api/test-clock.ts'

const defaults = {
  certificates: null,
  patienceMs: 10_000,
  contact: [],
  externalAccount: null,
  preferredChain: null,
}

/** The port, with settings that a test may change. */
export const directoryAt = (
  directoryUrl: string,
  settings: Partial<AcmeSettings> = {},
  clock = createRunningClock(),
): AcmeDirectory => createAcmeDirectory({ ...defaults, directoryUrl, ...settings }, clock)

export const namesOf = (...texts: readonly string[]) =>
  texts.map((text) => parseAlternativeName(parseIpAddress(text) ? 'IP' : 'DNS', text, 'sans'))

/** What is set as a TXT record (RFC 8555 §8.4). */
export const recordOf = (keyAuthorization: string) => hash('sha256', keyAuthorization, 'base64url')

/** A request for these names in DER, by a new key. */
export function requestFor(...names: readonly string[]): Buffer {
  const asked = namesOf(...names).map((name) =>
    name.type === 'IP' ? element(0x87, [...name.octets]) : dns(name.value),
  )
  return requestDer({ subject: commonName(names[0] ?? ''), extensions: [alternativeNames(...asked)] })
}

/** Reads an order until the authority is done with what it was given. */
export async function untilSettled(
  directory: AcmeDirectory,
  account: AcmeAccount,
  order: AcmeOrder,
  method: AcmeMethod,
): Promise<AcmeOrder> {
  let read = order
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    read = await directory.readOrder(account, order.url, method)
    if (read.state !== 'pending' && read.state !== 'processing') return read
  }
  throw new Error(`the order is still ${read.state}`)
}

/** From `ready` to the chain, in DER. */
export async function certified(
  directory: AcmeDirectory,
  account: AcmeAccount,
  order: AcmeOrder,
  requestOctets: Uint8Array,
): Promise<readonly Uint8Array[]> {
  await directory.finalize(account, order.url, requestOctets)
  await untilSettled(directory, account, order, 'DNS')
  return await directory.download(account, order.url)
}
