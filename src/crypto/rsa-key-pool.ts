import { Worker } from 'node:worker_threads'
import { DomainError } from '../domain/model/errors.ts'
import type { KeyStock } from '../domain/model/health/observations.ts'
import type { KeyPair } from './key-pair.ts'

export type RsaBits = 2048 | 3072 | 4096
type StockedBits = Exclude<RsaBits, 3072>

/**
 * How many keys are held ready of each size; zero makes each key when it is asked for, as always for 3072, which only
 * requests to other authorities have.
 */
export type RsaPoolSizes = Record<StockedBits, number>

/** Orders that may wait: some minutes of work. Whoever comes later had better come again. */
const mostOrders = 500

interface Order {
  readonly bits: RsaBits
  readonly deliver: (pair: KeyPair) => void
  readonly fail: (reason: unknown) => void
}

/**
 * RSA keys made ahead, in memory only. One thread makes them; who waits comes before the stock, and the stock is
 * refilled while nobody waits.
 */
export class RsaKeyPool {
  readonly #sizes: RsaPoolSizes
  readonly #stock: Record<RsaBits, KeyPair[]> = { 2048: [], 3072: [], 4096: [] }
  readonly #orders: Order[] = []
  #underWay: Order | undefined
  #worker: Worker | undefined
  #isClosed = false

  constructor(sizes: RsaPoolSizes) {
    this.#sizes = sizes
  }

  /** What is in stock, and who waits. */
  standing(): KeyStock['sizes'] {
    return ([2048, 4096] as const).map((bits) => ({
      bits,
      ready: this.#stock[bits].length,
      wanted: this.#sizes[bits],
      waiting: this.#orders.filter((order) => order.bits === bits).length,
    }))
  }

  /** Begins to fill the stock. */
  fill(): void {
    this.#next()
  }

  take(bits: RsaBits): Promise<KeyPair> {
    const ready = this.#stock[bits].pop()
    const pair = ready ? Promise.resolve(ready) : this.#order(bits)
    this.#next()
    return pair
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#worker?.terminate()
    this.#failAll()
  }

  #order(bits: RsaBits): Promise<KeyPair> {
    if (this.#isClosed) return Promise.reject(gone())
    if (this.#orders.length >= mostOrders) return Promise.reject(new DomainError('overloaded'))
    return new Promise((deliver, fail) => this.#orders.push({ bits, deliver, fail }))
  }

  #next(): void {
    if (this.#underWay || this.#isClosed) return
    const order = this.#orders.shift() ?? this.#orderForStock()
    if (!order) {
      this.#retire()
      return
    }
    this.#underWay = order
    this.#worker ??= this.#start()
    this.#worker.postMessage(order.bits)
  }

  #orderForStock(): Order | undefined {
    const bits = ([2048, 4096] as const).find((size) => this.#stock[size].length < this.#sizes[size])
    if (!bits) return undefined
    return { bits, deliver: (pair) => this.#stock[bits].push(pair), fail: () => undefined }
  }

  /** A thread with nothing to do costs 20 MB; starting one again costs less than a key. */
  #retire(): void {
    const idle = this.#worker
    this.#worker = undefined
    void idle?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(new URL('./rsa-key-worker.ts', import.meta.url))
    // the stock is no reason to keep a process alive; who waits for a key holds the process by other means
    worker.unref()
    worker.on('message', (pair: KeyPair) => {
      this.#underWay?.deliver(pair)
      this.#underWay = undefined
      this.#next()
    })
    worker.on('error', () => this.#lose(worker))
    worker.on('exit', () => this.#lose(worker))
    return worker
  }

  #lose(worker: Worker): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    this.#underWay?.fail(gone())
    this.#underWay = undefined
    if (!this.#isClosed && this.#orders.length > 0) this.#next()
  }

  #failAll(): void {
    const waiting = [...(this.#underWay ? [this.#underWay] : []), ...this.#orders.splice(0)]
    this.#underWay = undefined
    for (const order of waiting) order.fail(gone())
  }
}

const gone = () =>
  new DomainError('key-processing-failed', { reason: 'the thread that makes RSA keys is gone' })
