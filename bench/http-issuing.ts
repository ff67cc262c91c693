import { ask, load, type Request } from './load.ts'
import { type RunningProduct, startProduct } from './product.ts'
import type { BenchRow } from './report.ts'
import { quantile } from './timing.ts'

const connections = 64
const warmUpSeconds = 4
const seconds = 10

/** `POST /v1/private-certificates`, signed, durable, with policy, quota and audit on. */
export async function benchHttpIssuing(): Promise<BenchRow[]> {
  // no RSA 4096 keys ahead: making them takes one of the two cores for seconds after the start
  const settings = { 'certificate-quota': '100000000', 'log-level': 'error', 'rsa4096-pool-size': '0' }
  const product = await startProduct(settings)
  try {
    const issuerId = await createRoot(product)
    const ec = await measure(product, () => issueRequest(issuerId, 'EC256'), { connections, seconds })
    const rsa = await measure(product, () => issueRequest(issuerId, 'RSA2048'), {
      connections: 1,
      seconds: 1,
    })
    return [
      {
        name: 'HTTP issuing, EC256',
        value: `${Math.round(ec.perSecond)}/s`,
        target: 'at least 2,000/s, goal 4,000/s; a bare prototype made 3,000/s at p50 20 ms',
      },
      {
        name: `  p50 at ${connections} connections`,
        value: `${quantile(ec.latenciesMs, 0.5).toFixed(1)} ms`,
      },
      {
        name: `  p99 at ${connections} connections`,
        value: `${quantile(ec.latenciesMs, 0.99).toFixed(1)} ms`,
      },
      { name: '  refused', value: String(ec.refused), target: '0' },
      {
        name: 'HTTP issuing, RSA2048 from a warm pool, p50',
        value: `${quantile(rsa.latenciesMs.slice(0, 10), 0.5).toFixed(1)} ms`,
        target: 'under 10 ms while the pool lasts',
      },
    ]
  } finally {
    await product.stop()
  }
}

async function measure(
  { port, credentials }: RunningProduct,
  next: () => Request,
  options: { connections: number; seconds: number },
) {
  if (options.seconds > warmUpSeconds) {
    await load(port, credentials, next, { ...options, seconds: warmUpSeconds })
  }
  return load(port, credentials, next, options)
}

export async function createRoot({ port, credentials }: RunningProduct): Promise<string> {
  const body = JSON.stringify({
    type: 'ROOT',
    distinguished_name: {
      common_name: 'Bench Root',
      country: 'CN',
      state: 'Sichuan',
      locality: 'Chengdu',
      organization: 'Acme',
      organizational_unit: 'PKI',
    },
    key_algorithm: 'EC256',
    signature_algorithm: 'SHA256',
    validity: { type: 'YEAR', value: 10 },
  })
  const request = { method: 'POST', path: '/v1/private-certificate-authorities', body }
  const { ca_id } = JSON.parse(await ask(port, credentials, request)) as { ca_id: string }
  return ca_id
}

let issued = 0

export function issueRequest(issuerId: string, keyAlgorithm: string): Request {
  issued += 1
  const body = JSON.stringify({
    issuer_id: issuerId,
    key_algorithm: keyAlgorithm,
    signature_algorithm: 'SHA256',
    distinguished_name: { common_name: `host-${issued}.example.test` },
    validity: { type: 'DAY', value: 90 },
    extended_key_usage: { server_auth: true },
  })
  return { method: 'POST', path: '/v1/private-certificates', body }
}
