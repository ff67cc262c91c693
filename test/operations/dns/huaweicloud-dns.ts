import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signedHeaders } from '../../api/signature.ts'

export const accessKey = 'AKOFTHETEST'
export const secretKey = 'the secret key of the test'

export interface RecordSet {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly ttl: number
  readonly records: readonly string[]
}

/** Huawei Cloud DNS, API v2, as much as we call: it refuses what the real one refuses, and looks for names as it does. */
export interface HuaweiCloudDns {
  readonly endpoint: string
  /** Of the zone `example.test.`, whose id is `zone-1`. */
  readonly sets: RecordSet[]
  /** `PUT /v2/zones/zone-1/recordsets/id {…}`, of every request that was taken. */
  readonly requests: string[]
  /** Answered instead of what was asked, while it is set. */
  fault: { readonly status: number; readonly body: string } | null
  close(): Promise<void>
}

export async function startHuaweiCloudDns(at: number): Promise<HuaweiCloudDns> {
  let made = 0
  const http = createServer((request, response) => void answer(request, response))
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const endpoint = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const service: HuaweiCloudDns = {
    endpoint,
    sets: [],
    requests: [],
    fault: null,
    async close() {
      http.close()
      http.closeAllConnections()
    },
  }
  return service

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const [status, content] = isSigned(request, body)
      ? service.fault
        ? [service.fault.status, service.fault.body]
        : take(request, body)
      : [401, { error_code: 'APIG.0301', error_msg: 'Incorrect IAM authentication information' }]
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(typeof content === 'string' ? content : JSON.stringify(content))
  }

  function isSigned({ method = '', url = '', headers }: IncomingMessage, body: string): boolean {
    const projectId = headers['x-project-id']
    const expected = signedHeaders({
      method,
      url: endpoint + url,
      body,
      accessKey,
      secretKey,
      at,
      ...(typeof projectId === 'string' && { headers: { 'x-project-id': projectId } }),
    })
    return headers.authorization === expected['authorization']
  }

  function take({ method = '', url = '' }: IncomingMessage, body: string): [number, unknown] {
    const { pathname, searchParams } = new URL(url, endpoint)
    service.requests.push(`${method} ${url}${body && ` ${body}`}`)
    const holds = ({ name }: { readonly name: string }) => name.includes(searchParams.get('name') ?? '')
    if (`${method} ${pathname}` === 'GET /v2/zones') {
      const zones = [
        { id: 'zone-2', name: 'my.example.test.' },
        { id: 'zone-1', name: 'example.test.' },
      ]
      return [200, { zones: zones.filter(holds), metadata: { total_count: 1 } }]
    }
    const [, id] = /^\/v2\/zones\/zone-1\/recordsets(?:\/([\w-]+))?$/.exec(pathname) ?? [null]
    if (id === undefined && method === 'GET') {
      const type = searchParams.get('type')
      return [200, { recordsets: service.sets.filter((set) => holds(set) && set.type === type) }]
    }
    if (id === undefined && method === 'POST') return make(JSON.parse(body) as RecordSet)
    const index = service.sets.findIndex((set) => set.id === id)
    const former = service.sets[index]
    if (!former) return [404, { code: 'DNS.0304', message: 'This record set does not exist.' }]
    const given = method === 'PUT' ? [{ ...former, ...(JSON.parse(body) as RecordSet) }] : []
    service.sets.splice(index, 1, ...given)
    return [202, given[0] ?? former]
  }

  function make(given: RecordSet): [number, unknown] {
    if (service.sets.some(({ name, type }) => name === given.name && type === given.type))
      return [400, { code: 'DNS.0312', message: 'The record set already exists.' }]
    if (!given.records.every((record) => /^"[^"]*"$/.test(record)))
      return [400, { code: 'DNS.0308', message: 'Invalid record.' }]
    made += 1
    const set = { ...given, id: `set-${made}` }
    service.sets.push(set)
    return [202, set]
  }
}
