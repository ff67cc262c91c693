import { Worker } from 'node:worker_threads'
import { DomainError } from '../../domain/model/errors.ts'
import type { KeyStoreOrder, KeyStoreReader, OpenedKeyStore } from '../../domain/ports/key-store-reader.ts'
import { type Outcome, resultOf } from '../thread-message.ts'

/** Each takes some seconds at most. */
const mostWaiting = 16

/**
 * A thread for each key store, one after the other: deriving keys takes as long as the store says, and neither requests
 * nor the engine are to wait for it.
 */
export class KeyStoreThreads implements KeyStoreReader {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #worker: Worker | undefined
  #isClosed = false

  async open(order: KeyStoreOrder): Promise<OpenedKeyStore> {
    if (this.#waiting >= mostWaiting) throw new DomainError('overloaded')
    this.#waiting += 1
    const mine = this.#last.then(() => this.#run(order))
    this.#last = mine.catch(() => undefined)
    try {
      return await mine
    } finally {
      this.#waiting -= 1
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#worker?.terminate()
    await this.#last
  }

  #run(order: KeyStoreOrder): Promise<OpenedKeyStore> {
    if (this.#isClosed) return Promise.reject(gone())
    const worker = new Worker(new URL('./key-store-worker.ts', import.meta.url), {
      // octets of their own: a view would take along all that it is a view of
      workerData: { ...order, content: Uint8Array.from(order.content) },
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    })
    this.#worker = worker
    return new Promise((resolve, reject) => {
      worker.once('message', (outcome: Outcome<OpenedKeyStore>) => {
        try {
          resolve(resultOf(outcome))
        } catch (error) {
          reject(error)
        }
      })
      worker.once('error', () => reject(gone()))
      // after an answer this changes nothing
      worker.once('exit', () => reject(gone()))
    })
  }
}

const gone = () =>
  new DomainError('key-processing-failed', { reason: 'the thread that opens key stores is gone' })
