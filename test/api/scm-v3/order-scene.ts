import { after } from 'node:test'
import type { Replacements } from '../../../src/compose.ts'
import { ok } from '../pca-v1/support.ts'
import { type ApiClient, startServer } from '../running-server.ts'
import { createTestClock, dayMs, minuteMs } from '../test-clock.ts'
import { apply, buy, createWorker } from './orders.ts'
import { createOutside } from './outside.ts'
import { hosted, show } from './support.ts'

/** A server whose zones and sites are the test's, with a node of the test's own that does what is due. */
export async function startScene(
  settings: Readonly<Record<string, string>> = {},
  replacements: Replacements = {},
  outside = createOutside(),
  clock = createTestClock(),
) {
  const { domainProver, dnsConnectors } = outside
  const server = await startServer(settings, clock, {
    ...replacements,
    outside: { domainProver, dnsConnectors, ...replacements.outside },
  })
  const worker = createWorker(server)
  after(async () => {
    worker.stop()
    await server.close()
  })
  const { api } = server

  /** Puts there what details ask for. */
  async function prove(id: string, client: ApiClient = api): Promise<void> {
    for (const { record_name: name, record_type: type, record_value: value, domain } of (
      await show(client, id)
    ).authentification) {
      if (type === 'TXT') outside.set(name, value)
      else outside.files.set(domain + name, value)
    }
  }

  /** From bought to issued: by TXT records that the test sets, where the product does not place them itself. */
  async function issue(product: object = {}, names: object = {}, client: ApiClient = api): Promise<string> {
    const id = await buy(client, product)
    ok(await apply(client, id, names))
    await worker.settle()
    if (!('auto_dns_auth' in names)) await prove(id, client)
    // the server's own node may have looked before
    await worker.pass(minuteMs)
    return id
  }

  return { ...server, server, outside, worker, prove, issue }
}

export const statusOf = async (api: ApiClient, id: string): Promise<string> => (await show(api, id)).status

export const operationsOn = async (api: ApiClient, id: string): Promise<string[]> => {
  const { records } = ok(await api('GET', `/v1/audit/records?object_id=${id}&limit=100`))
  return records.map(({ operation }: { operation: string }) => operation).reverse()
}

export const list = async (api: ApiClient, query = '') =>
  ok(await api('GET', `${hosted}?limit=1000&${query}`))

export const proofPeriodMs = 7 * dayMs
