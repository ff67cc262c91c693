import { Worker } from 'node:worker_threads'
import type { CompiledQuery, QueryResult } from 'kysely'
import type { Connection } from '../../engine.ts'
import type { AnswerMessage, StatementMessage } from './reader-protocol.ts'

/** A connection whose statements run in a thread of its own. Dies with its thread; see `isDead`. */
export class ReaderThread implements Connection {
  readonly #worker: Worker
  readonly #unanswered = new Map<number, PromiseWithResolvers<readonly unknown[]>>()
  #lastNumber = 0
  #death: Error | undefined

  constructor(file: string) {
    this.#worker = new Worker(new URL('./reader-worker.ts', import.meta.url), { workerData: file })
    this.#worker.on('message', (message: AnswerMessage) => this.#settle(message))
    this.#worker.on('error', (cause) => this.#die(cause))
    this.#worker.on('exit', () => this.#die(undefined))
  }

  get isDead(): boolean {
    return this.#death !== undefined
  }

  /** How many statements wait for their answer. */
  get load(): number {
    return this.#unanswered.size
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#death) throw this.#death
    this.#lastNumber += 1
    const number = this.#lastNumber
    const answer = Promise.withResolvers<readonly unknown[]>()
    this.#worker.postMessage({ number, sql, parameters } satisfies StatementMessage)
    this.#unanswered.set(number, answer)
    return { rows: (await answer.promise) as Row[] }
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #settle(message: AnswerMessage): void {
    const answer = this.#unanswered.get(message.number)
    this.#unanswered.delete(message.number)
    if ('error' in message) answer?.reject(message.error)
    else answer?.resolve(message.rows)
  }

  #die(cause: unknown): void {
    this.#death ??= new Error('a reading thread ended', { cause })
    for (const answer of this.#unanswered.values()) answer.reject(this.#death)
    this.#unanswered.clear()
  }
}
