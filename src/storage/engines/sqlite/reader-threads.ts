import type { CompiledQuery, QueryResult } from 'kysely'
import type { Connection } from '../../engine.ts'
import { ReaderThread } from './reader-thread.ts'

/** Reading threads: started when there is work for them, up to a bound; each statement goes to the least busy. */
export class ReaderThreads implements Connection {
  readonly #file: string
  readonly #most: number
  #threads: ReaderThread[] = []

  constructor(file: string, most: number) {
    this.#file = file
    this.#most = most
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#pick().executeQuery<Row>(query)
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }

  #pick(): ReaderThread {
    this.#threads = this.#threads.filter(({ isDead }) => !isDead)
    const leastBusy = this.#threads.toSorted((left, right) => left.load - right.load).at(0)
    if (leastBusy && (leastBusy.load === 0 || this.#threads.length >= this.#most)) return leastBusy
    const started = new ReaderThread(this.#file)
    this.#threads.push(started)
    return started
  }
}
