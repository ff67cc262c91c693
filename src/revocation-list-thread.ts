import { Worker } from 'node:worker_threads'
import { type Outcome, resultOf } from './crypto/thread-message.ts'
import type { DataKeys } from './crypto/vault.ts'
import { DomainError } from './domain/model/errors.ts'
import type {
  MadeRevocationList,
  RevocationListMaker,
  RevocationListOrder,
} from './domain/ports/revocation-list-maker.ts'
import { after, type Stop } from './system/timer.ts'

/** What the thread makes lists with. */
export interface RevocationListMeans {
  readonly databaseUrl: string
  readonly dataKeys: DataKeys
}

interface Waiting {
  readonly order: RevocationListOrder
  readonly resolve: (list: MadeRevocationList) => void
  readonly reject: (reason: unknown) => void
}

/** A list is made of a million things that are forgotten at once; room for them makes nothing faster. */
const maxYoungGenerationSizeMb = 16

/** A thread with nothing to do costs some 20 MB; starting one again takes a fifth of a second. */
const longestIdleMs = 30_000

/**
 * Revocation lists by a thread that is started on first use and ends when it was idle for a while. It makes one list
 * at a time, so that no more than one is held twice. A thread that dies fails the list that it was making and is
 * replaced for those that wait.
 */
export class RevocationListThread implements RevocationListMaker {
  readonly #means: RevocationListMeans
  readonly #idleMs: number
  readonly #queue: Waiting[] = []
  #underWay: Waiting | undefined
  #worker: Worker | undefined
  #stopIdling: Stop | undefined
  #isClosed = false

  constructor(means: RevocationListMeans, idleMs = longestIdleMs) {
    this.#means = means
    this.#idleMs = idleMs
  }

  make(order: RevocationListOrder): Promise<MadeRevocationList> {
    if (this.#isClosed) return Promise.reject(gone())
    return new Promise((resolve, reject) => {
      this.#queue.push({ order, resolve, reject })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#stopIdling?.()
    const lost = [...(this.#underWay ? [this.#underWay] : []), ...this.#queue.splice(0)]
    this.#underWay = undefined
    for (const { reject } of lost) reject(gone())
    await this.#worker?.terminate()
  }

  #next(): void {
    if (this.#underWay || this.#isClosed) return
    this.#stopIdling?.()
    this.#underWay = this.#queue.shift()
    if (this.#underWay) this.#send(this.#underWay.order)
    else if (this.#worker) this.#idle(this.#worker)
  }

  #send(order: RevocationListOrder): void {
    this.#worker ??= this.#start()
    this.#worker.ref()
    this.#worker.postMessage(order)
  }

  #idle(worker: Worker): void {
    worker.unref()
    this.#stopIdling = after(this.#idleMs, () => {
      this.#worker = undefined
      void worker.terminate()
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL('./revocation-list-worker.ts', import.meta.url), {
      workerData: this.#means,
      resourceLimits: { maxYoungGenerationSizeMb },
    })
    worker.on('message', (outcome: Outcome<MadeRevocationList>) => this.#settle(outcome))
    worker.on('error', () => this.#lose(worker))
    worker.on('exit', () => this.#lose(worker))
    return worker
  }

  #settle(outcome: Outcome<MadeRevocationList>): void {
    const answered = this.#underWay
    this.#underWay = undefined
    this.#next()
    try {
      answered?.resolve(resultOf(outcome))
    } catch (error) {
      answered?.reject(error)
    }
  }

  #lose(worker: Worker): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    this.#underWay?.reject(gone())
    this.#underWay = undefined
    this.#next()
  }
}

const gone = () =>
  new DomainError('certificate-processing-failed', {
    reason: 'the thread that makes revocation lists is gone',
  })
