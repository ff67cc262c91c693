import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from './opened.ts'
import { ours } from './sample-nouns.ts'
import { suite } from './suite.ts'

const failure = (code: string) => Object.assign(new Error(`failed with ${code}`), { code })

export function postgresRetriesSuite(open: Open): void {
  suite('retries on PostgreSQL', open, (stage) => {
    /** A write that fails so many times; says how often it ran. */
    async function runsOf(code: string, failures: number): Promise<{ runs: number; error: unknown }> {
      let runs = 0
      const written = stage.database.write(ours, () => {
        runs += 1
        return runs <= failures ? Promise.reject(failure(code)) : Promise.resolve()
      })
      const error = await written.catch((reason: unknown) => reason)
      return { runs, error }
    }

    for (const code of ['40001', '40P01']) {
      test(`a write is done again after ${code}, three times at most`, async () => {
        assert.deepEqual(await runsOf(code, 3), { runs: 4, error: undefined })
        assert.deepEqual(await runsOf(code, 4), { runs: 4, error: failure(code) })
      })
    }

    test('a write that fails for another reason is not done again', async () => {
      assert.deepEqual(await runsOf('23505', 1), { runs: 1, error: failure('23505') })
    })
  })
}
