import { Worker } from 'node:worker_threads'
import { DomainError } from '../domain/model/errors.ts'
import type { EngineResults, EngineTask } from './engine-task.ts'
import { type Outcome, resultOf } from './thread-message.ts'
import type { DataKeys } from './vault.ts'

interface Waiting {
  readonly task: EngineTask
  readonly resolve: (result: EngineResults[EngineTask['kind']]) => void
  readonly reject: (reason: unknown) => void
}

/** The most that one message carries: enough to spread its cost, little enough that nobody waits long. */
const batchSize = 32

/** A second's work or so. */
const longestQueue = 10_000

/**
 * The engine behind a thread. What arrives while a batch is under way travels in the next, so the batches grow with
 * the load. The thread is started on first use; one that dies fails what it held and is replaced.
 */
export class EngineThread {
  readonly #dataKeys: DataKeys
  readonly #queue: Waiting[] = []
  #underWay: Waiting[] = []
  #worker: Worker | undefined
  #isScheduled = false
  #isClosed = false

  constructor(dataKeys: DataKeys) {
    this.#dataKeys = dataKeys
  }

  perform<Task extends EngineTask>(task: Task): Promise<EngineResults[Task['kind']]> {
    if (this.#isClosed)
      return Promise.reject(new DomainError('unexpected', { reason: 'the engine is closed' }))
    if (this.#queue.length >= longestQueue) return Promise.reject(new DomainError('overloaded'))
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve: resolve as Waiting['resolve'], reject })
      this.#schedule()
    })
  }

  /** Orders that are under way or wait. */
  get load(): number {
    return this.#queue.length + this.#underWay.length
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#failQueue()
    await this.#worker?.terminate()
    this.#fail('the engine is closed')
  }

  /** Waits for the end of this turn of the event loop, so that requests read together are signed together. */
  #schedule(): void {
    if (this.#isScheduled || this.#underWay.length > 0) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#send()
    })
  }

  #send(): void {
    if (this.#isClosed) return
    this.#underWay = this.#queue.splice(0, batchSize)
    if (this.#underWay.length === 0) {
      this.#worker?.unref()
      return
    }
    this.#worker ??= this.#start()
    this.#worker.ref()
    this.#worker.postMessage(this.#underWay.map(({ task }) => task))
  }

  #start(): Worker {
    const worker = new Worker(new URL('./engine-worker.ts', import.meta.url), { workerData: this.#dataKeys })
    worker.on('message', (outcomes: Outcome<EngineResults[EngineTask['kind']]>[]) => this.#settle(outcomes))
    worker.on('error', () => this.#lose(worker))
    worker.on('exit', () => this.#lose(worker))
    return worker
  }

  #settle(outcomes: Outcome<EngineResults[EngineTask['kind']]>[]): void {
    const answered = this.#underWay
    this.#send()
    for (const [index, outcome] of outcomes.entries()) {
      const waiting = answered[index]
      try {
        waiting?.resolve(resultOf(outcome))
      } catch (error) {
        waiting?.reject(error)
      }
    }
  }

  #lose(worker: Worker): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    this.#fail('the engine thread died')
    if (this.#queue.length > 0 && !this.#isClosed) this.#schedule()
  }

  #failQueue(): void {
    this.#underWay.push(...this.#queue.splice(0))
  }

  #fail(reason: string): void {
    const lost = this.#underWay
    this.#underWay = []
    for (const { reject } of lost) reject(new DomainError('key-processing-failed', { reason }))
  }
}
