import { processorSeconds } from './footprint.ts'
import { type Answer, loadPlain } from './load.ts'
import type { BenchRow } from './report.ts'
import { type RevokingProduct, startRevokingProduct } from './revoking-product.ts'
import { quantile } from './timing.ts'

const certificates = 1000
const connections = 16
const warmUpSeconds = 6
const seconds = 10

/** OCSP answers whose signatures are kept: what the registry says is read for each (RFC 6960; api-answers A30). */
export async function benchStatusAnswers(): Promise<BenchRow[]> {
  const product = await startRevokingProduct(certificates)
  try {
    return [...(await measure(product, 'GET')), ...(await measure(product, 'POST'))]
  } finally {
    await product.stop()
  }
}

async function measure(product: RevokingProduct, method: 'GET' | 'POST'): Promise<BenchRow[]> {
  const next = questionsInTurn(product, method)
  // the first question about each has its answer signed, and more than 200 a second are not
  await loadPlain(product.publicPort, next, { connections: 1, seconds: warmUpSeconds })
  const before = processorSeconds(product.pid)
  const { perSecond, latenciesMs, refused } = await loadPlain(product.publicPort, next, {
    connections,
    seconds,
    serves: isSuccessful,
  })
  const busySeconds = processorSeconds(product.pid) - before
  return [
    {
      name: `kept OCSP answers by ${method}, of one core`,
      value: `${Math.round(latenciesMs.length / busySeconds)}/s`,
    },
    { name: '  beside the load generator', value: `${Math.round(perSecond)}/s` },
    { name: '  p50', value: `${quantile(latenciesMs, 0.5).toFixed(2)} ms` },
    { name: '  p99', value: `${quantile(latenciesMs, 0.99).toFixed(2)} ms` },
    { name: '  refused', value: String(refused), target: '0' },
  ]
}

/** `successful` and not `tryLater`, which has status 200, too (RFC 6960 §4.2.1). */
const isSuccessful = ({ status, body }: Answer) => status === 200 && body.startsWith('\x0a\x01\x00', 4)

/** About one certificate after the other. */
function questionsInTurn(
  { responderPath, certificates }: RevokingProduct,
  method: 'GET' | 'POST',
): () => string {
  const encode = { GET: encodeGet, POST: encodePost }[method]
  const requests = certificates.map(({ question }) => encode(responderPath, question))
  let turn = 0
  return () => {
    turn += 1
    return requests[turn % requests.length] ?? ''
  }
}

const encodeGet = (path: string, question: Uint8Array) =>
  `GET ${path}/${encodeURIComponent(question.toBase64())} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`

const encodePost = (path: string, question: Uint8Array) =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/ocsp-request\r\nContent-Length: ${question.length}\r\n\r\n${Buffer.from(question).toString('latin1')}`
