import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { readRevocationListHead } from '../../src/x509/revocation-list-head.ts'

/** The numbers of the lists that lay in one place, in their order; what is no list is NaN. */
export type History = number[]

const numberOf = (content: Uint8Array) => readRevocationListHead(content)?.number ?? Number.NaN

/** A bucket's objects that keep a record of every write. */
export class RecordedObjects<Stored extends { readonly content: Uint8Array }> extends Map<string, Stored> {
  readonly #histories = new Map<string, History>()

  override set(key: string, stored: Stored): this {
    this.historyOf(key).push(numberOf(stored.content))
    return super.set(key, stored)
  }

  historyOf(key: string): History {
    const history = this.#histories.get(key) ?? []
    this.#histories.set(key, history)
    return history
  }
}

/** Reads a file again and again; the answer ends it and tells what was seen. */
export function sampleFile(path: string): () => Promise<History> {
  const history: History = []
  let isOn = true
  const sample = () => {
    try {
      const number = numberOf(readFileSync(path))
      if (history.at(-1) !== number) history.push(number)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  const run = async () => {
    while (isOn) {
      sample()
      await turn()
    }
    return history
  }
  const ran = run()
  return () => {
    isOn = false
    return ran
  }
}

export function assertNeverOlder(history: History): void {
  assert.ok(history.length > 1, 'nothing was published over anything')
  for (const [index, number] of history.entries()) {
    assert.ok(number > (history[index - 1] ?? 0), `an older list over a newer one: ${history.join(', ')}`)
  }
}
