import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { repeatedSecrets, withPlaceholders } from './placeholders.ts'
import { withServer } from './server.ts'
import { type Replayed, replay, stepsOf, written } from './transcript.ts'

/** As what is made from the contract is written anew; read the difference before it is kept. */
const isRecording = process.env['CHANCERY_WRITE_DOCS'] === 'true'

/** A test that what the transcript's commands say is what stands there. */
export const replayTranscript = (name: string): void =>
  void test(name, () =>
    withServer(async (folder, environment) => {
      const file = join(import.meta.dirname, name)
      const expected = readFileSync(file, 'utf8')
      const steps = await replay(stepsOf(expected), folder, environment)
      checkJson(steps)
      const said = written(steps)
      assert.deepEqual(repeatedSecrets(said), [], 'a secret is shown where it is made and nowhere else')
      const actual = withPlaceholders(said.replaceAll(folder, '/folder'))
      if (isRecording) writeFileSync(file, actual)
      else assert.equal(actual, expected)
    }),
  )

function checkJson(steps: readonly Replayed[]): void {
  for (const { command, stdout } of steps) {
    if (command.endsWith('--output json') && stdout !== '') JSON.parse(stdout)
  }
}
