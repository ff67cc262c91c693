import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signedHeaders } from '../api/signature.ts'

export const accessKey = 'AKOFTHETEST'
export const secretKey = 'the secret key, never told'
export const projectId = 'b'.repeat(32)
export const domainId = 'd'.repeat(32)

type Fields = Record<string, unknown>

/** What it does instead of its work; `lies` says that it is done, `fails` repeats what it was sent. */
type Mood = 'hangs' | 'resets' | 'fails' | 'denies' | 'lies' | null

/** ELB v3, WAF v1 and CDN, as much as is called of them (client contract 5); it takes nothing that is not signed. */
export interface HuaweicloudPeer {
  readonly endpoint: string
  readonly certificates: { readonly elb: Map<string, Fields>; readonly waf: Map<string, Fields> }
  /** Domains of CDN by name. */
  readonly domains: Map<string, Fields>
  /** `PUT /v3/…` of each request that changes something, with its body. */
  readonly changes: { readonly request: string; readonly body: Fields }[]
  mood: Mood
  /** Whether it echoes private keys. */
  echoesKeys: boolean
  /** How often a domain is still being configured when it is asked for after a change. */
  configuringTimes: number
  close(): Promise<void>
}

/** Lists tell no contents. */
const listed = ({ id, name, bind_host }: Fields) => ({ id, name, bind_host })

export async function startHuaweicloud(at: number): Promise<HuaweicloudPeer> {
  const http = createServer((request, response) => void answer(request, response))
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const endpoint = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const left = new Map<string, number>()
  const peer: HuaweicloudPeer = {
    endpoint,
    certificates: { elb: new Map(), waf: new Map() },
    domains: new Map(),
    changes: [],
    mood: null,
    echoesKeys: true,
    configuringTimes: 1,
    async close() {
      http.close()
      http.closeAllConnections()
    },
  }
  return peer

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    if (peer.mood === 'hangs') return
    if (peer.mood === 'resets') return void request.socket.resetAndDestroy()
    const [status, content] = !isSigned(request, body)
      ? [
          401,
          {
            error_code: 'APIG.0301',
            error_msg: 'Incorrect IAM authentication information: verify aksk signature fail',
          },
        ]
      : peer.mood === 'fails' && request.method !== 'GET'
        ? [500, { error_code: 'X.0500', error_msg: `Failed with ${body}` }]
        : peer.mood === 'denies'
          ? [403, { error: { error_code: 'X.0403', error_msg: 'No permission' } }]
          : take(request, body === '' ? {} : (JSON.parse(body) as Fields))
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(status === 204 ? undefined : JSON.stringify(content))
  }

  function isSigned({ method = '', url = '', headers }: IncomingMessage, body: string): boolean {
    const isCdn = url.includes('/cdn/')
    const owner = isCdn ? 'x-domain-id' : 'x-project-id'
    if (headers[owner] !== (isCdn ? domainId : projectId)) return false
    const options = { method, url: endpoint + url, body, accessKey, secretKey, at }
    const expected = signedHeaders({ ...options, headers: { [owner]: String(headers[owner]) } })
    return headers.authorization === expected['authorization']
  }

  function take({ method = '', url = '' }: IncomingMessage, body: Fields): [number, unknown] {
    const { pathname, searchParams } = new URL(url, endpoint)
    if (method !== 'GET') peer.changes.push({ request: `${method} ${url}`, body })
    const [, elb] = new RegExp(`^/v3/${projectId}/elb/certificates(?:/(\\w+))?$`).exec(pathname) ?? [
      null,
      null,
    ]
    if (elb !== null) return takeElb(method, elb, searchParams, body['certificate'] as Fields)
    const [, waf, bind] = new RegExp(`^/v1/${projectId}/waf/certificate(?:/(\\w+)(/apply-to-hosts)?)?$`).exec(
      pathname,
    ) ?? [null, null]
    if (waf !== null) return takeWaf(method, waf, bind !== undefined, searchParams, body)
    return takeCdn(method, pathname, searchParams, body)
  }

  function takeElb(
    method: string,
    id: string | undefined,
    query: URLSearchParams,
    given: Fields,
  ): [number, unknown] {
    const all = peer.certificates.elb
    const shown = (certificate: Fields) =>
      peer.echoesKeys ? certificate : { ...certificate, private_key: '******' }
    if (id === undefined) {
      if (method === 'GET') {
        const asked = query.get('scm_certificate_id')
        const found = [...all.values()].filter((one) => asked === null || one['scm_certificate_id'] === asked)
        return [200, { certificates: found.map(shown), page_info: { current_count: found.length } }]
      }
      const made = { ...given, id: `${all.size + 1}`.padStart(32, 'e') }
      if (peer.mood !== 'lies') all.set(made.id, made)
      return [201, { certificate: shown(made) }]
    }
    const present = all.get(id)
    if (!present) return [404, { error_code: 'ELB.8904', error_msg: `certificate ${id} does not exist` }]
    if (method === 'DELETE') {
      if (present['used']) return [409, { error_code: 'ELB.8905', error_msg: 'certificate is in use' }]
      all.delete(id)
      return [204, null]
    }
    if (method === 'PUT' && peer.mood !== 'lies') all.set(id, { ...present, ...given })
    return [200, { certificate: shown(all.get(id) ?? {}) }]
  }

  function takeWaf(
    method: string,
    id: string | undefined,
    isBinding: boolean,
    query: URLSearchParams,
    given: Fields,
  ): [number, unknown] {
    const all = peer.certificates.waf
    const shown = (one: Fields) => (peer.echoesKeys ? one : { ...one, key: '******' })
    if (id === undefined) {
      if (method === 'GET') {
        const named = [...all.values()].filter(({ name }) => String(name).includes(query.get('name') ?? ''))
        const from = (Number(query.get('page')) - 1) * Number(query.get('pagesize'))
        const items = named.slice(from, from + Number(query.get('pagesize')))
        return [200, { total: named.length, items: items.map(listed) }]
      }
      const made = { bind_host: [], ...given, id: `${all.size + 1}`.padStart(32, 'f') }
      if (peer.mood !== 'lies') all.set(made.id, made)
      return [200, { id: made.id, name: given['name'] }]
    }
    const present = all.get(id)
    if (!present) return [404, { error_code: 'WAF.00014002', error_msg: 'Resource not found' }]
    if (method === 'DELETE') all.delete(id)
    if (method === 'PUT' && peer.mood !== 'lies') all.set(id, { ...present, ...given })
    if (isBinding && peer.mood !== 'lies') bindHosts(present, given)
    return [200, shown(all.get(id) ?? present)]
  }

  function bindHosts(certificate: Fields, given: Fields): void {
    for (const [field, waf_type] of [
      ['cloud_host_ids', 'cloud'],
      ['premium_host_ids', 'premium'],
    ] as const)
      for (const id of given[field] as string[]) {
        for (const one of peer.certificates.waf.values()) {
          one['bind_host'] = (one['bind_host'] as Fields[]).filter((host) => host['id'] !== id)
        }
        certificate['bind_host'] = [...(certificate['bind_host'] as Fields[]), { id, waf_type }]
      }
  }

  function takeCdn(method: string, path: string, query: URLSearchParams, body: Fields): [number, unknown] {
    if (path === '/v1.0/cdn/domains/https-certificate-info') {
      const named = [...peer.domains.values()].filter(
        (one) => one['certificate'] && String(one['domain_name']).includes(query.get('domain_name') ?? ''),
      )
      const from = (Number(query.get('page_number')) - 1) * Number(query.get('page_size'))
      return [200, { total: named.length, https: named.slice(from, from + Number(query.get('page_size'))) }]
    }
    if (path === '/v1.0/cdn/domains/config-https-info') {
      const given = body['https'] as Fields
      const result = String(given['domain_name'])
        .split(',')
        .map((name) => ({ domain_name: name, ...setDomain(name, given['cert_name'], given['certificate']) }))
      const isWhole = result.every(({ status }) => status === 'success')
      return [200, { https: {}, status: isWhole ? 'success' : 'fail', result }]
    }
    const [, name = ''] = /^\/v1\.[01]\/cdn\/configuration\/domains\/([^/]+)(?:\/configs)?$/.exec(path) ?? []
    const domain = peer.domains.get(name)
    if (!domain) return [404, { error: { error_code: 'CDN.0170', error_msg: 'domain unknown' } }]
    if (method === 'GET') {
      const times = left.get(name) ?? 0
      left.set(name, times - 1)
      return [200, { domain: { domain_status: times > 0 ? 'configuring' : (domain['status'] ?? 'online') } }]
    }
    const https = (body['configs'] as Fields)['https'] as Fields
    const isOn = https['https_status'] === 'on'
    const { status, reason } = setDomain(
      name,
      https['certificate_name'],
      isOn ? https['certificate_value'] : '',
    )
    return status === 'success' ? [200, {}] : [400, { error: { error_code: 'CDN.0105', error_msg: reason } }]
  }

  function setDomain(name: string, cert_name: unknown, certificate: unknown) {
    const domain = peer.domains.get(name)
    if (!domain || domain['locked']) return { status: 'fail', reason: 'domain is locked' }
    if ((left.get(name) ?? 0) > 0) return { status: 'fail', reason: 'domain is configuring' }
    left.set(name, peer.configuringTimes)
    if (peer.mood !== 'lies') peer.domains.set(name, { ...domain, cert_name, certificate })
    return { status: 'success', reason: '' }
  }
}
