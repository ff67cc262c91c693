import { setTimeout as pause } from 'node:timers/promises'
import { readOcspResponse } from '../src/x509/parsed-ocsp-response.ts'
import { readRevocationList } from '../src/x509/parsed-revocation-list.ts'
import { readRevocationListHead } from '../src/x509/revocation-list-head.ts'
import { ask } from './load.ts'
import type { BenchRow } from './report.ts'
import { type IssuedCertificate, type RevokingProduct, startRevokingProduct } from './revoking-product.ts'
import { quantile } from './timing.ts'

export const revocations = 1000
/** From one revocation to the next, and from one look at the list to the next. */
export const paceMs = 50
export const lookMs = 20

/** A list of a thousand certificates has more elements than readers of unknown lists allow. */
const limits = { maximumLength: 1_048_576, maximumDepth: 16, maximumElements: 20_000 }

/** From the answer to a revocation until OCSP and the published list tell of it, as those see it who rely on them. */
export async function benchRevocationSeen(): Promise<BenchRow[]> {
  const product = await startRevokingProduct(revocations)
  try {
    const list = new ListWatch(product)
    const onStatusMs = await revokeAll(product, list)
    const onListMs = await list.end()
    return [
      { name: 'revoked to OCSP, p50', value: ms(quantile(onStatusMs, 0.5)) },
      { name: '  p99', value: ms(quantile(onStatusMs, 0.99)), target: 'under 1 s' },
      { name: 'revoked to the list, p50', value: ms(quantile(onListMs, 0.5)) },
      { name: '  p99', value: ms(quantile(onListMs, 0.99)), target: 'under 10 s' },
      { name: '  the longest', value: ms(Math.max(...onListMs)), target: 'under 10 s' },
      { name: '  lists that were published meanwhile', value: String(list.published) },
    ]
  } finally {
    await product.stop()
  }
}

/** One after the other at a steady pace; of each an answer that it is good is kept by then. */
async function revokeAll(product: RevokingProduct, list: ListWatch): Promise<number[]> {
  const latenciesMs: number[] = []
  const started = performance.now()
  for (const [place, certificate] of product.certificates.entries()) {
    await pause(Math.max(0, started + place * paceMs - performance.now()))
    if ((await status(product, certificate)) !== 'good') throw new Error('it was revoked before')
    await revoke(product, certificate)
    const revokedAt = performance.now()
    list.await(certificate, revokedAt)
    while ((await status(product, certificate)) === 'good');
    latenciesMs.push(performance.now() - revokedAt)
  }
  return latenciesMs
}

const revoke = ({ port, credentials }: RevokingProduct, { id }: IssuedCertificate) =>
  ask(port, credentials, {
    method: 'POST',
    path: `/v1/private-certificates/${id}/revoke`,
    body: JSON.stringify({ reason: 'SUPERSEDED' }),
  })

async function status({ publicPort, responderPath }: RevokingProduct, { question }: IssuedCertificate) {
  const response = await fetch(`http://127.0.0.1:${publicPort}${responderPath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/ocsp-request' },
    body: question as Uint8Array<ArrayBuffer>,
  })
  const { basic } = readOcspResponse(new Uint8Array(await response.arrayBuffer()))
  const said = basic?.responses[0]?.status
  if (said === undefined || said === 'unknown') throw new Error('the responder does not answer')
  return said === 'good' ? said : 'revoked'
}

/** Looks at the list again and again, and notes when each certificate was first in it. */
class ListWatch {
  readonly #url: string
  readonly #awaited = new Map<string, number>()
  readonly #latenciesMs: number[] = []
  readonly #done: Promise<void>
  #isLast = false
  /** Lists that differ from the one before. */
  published = 0

  constructor({ publicPort, listPath }: RevokingProduct) {
    this.#url = `http://127.0.0.1:${publicPort}${listPath}`
    this.#done = this.#watch()
  }

  await({ serialNumber }: IssuedCertificate, revokedAt: number): void {
    this.#awaited.set(serialNumber, revokedAt)
  }

  /** When all that is awaited was seen. */
  async end(): Promise<readonly number[]> {
    this.#isLast = true
    await this.#done
    return this.#latenciesMs
  }

  async #watch(): Promise<void> {
    let last = 0
    while (!this.#isLast || this.#awaited.size > 0) {
      const response = await fetch(this.#url)
      const der = new Uint8Array(await response.arrayBuffer())
      const cameAt = performance.now()
      const number = readRevocationListHead(der)?.number ?? last
      if (number !== last) this.#see(der, cameAt)
      last = number
      await pause(lookMs)
    }
  }

  #see(der: Uint8Array, cameAt: number): void {
    this.published += 1
    for (const { serialNumber } of readRevocationList(der, limits).entries) {
      const serial = BigInt(`0x${serialNumber.toHex()}`).toString()
      const revokedAt = this.#awaited.get(serial)
      if (revokedAt !== undefined) this.#latenciesMs.push(cameAt - revokedAt)
      this.#awaited.delete(serial)
    }
  }
}

const ms = (value: number) => `${value.toFixed(1)} ms`
