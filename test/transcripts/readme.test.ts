import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectFolder } from '../start-up/program.ts'
import { withPlaceholders } from './placeholders.ts'
import { withServer } from './server.ts'
import { replay, type Step, stepsOf } from './transcript.ts'

const file = join(projectFolder, 'README.md')
const readme = readFileSync(file, 'utf8')
const blockForm = /(?<=^```\n)[^`]*(?=^```$)/gm
const section = /^## Who may do what$.*?(?=^## )/ms.exec(readme)?.[0] ?? ''

/** Said in an earlier section of the terminal that this one goes on in. */
const before: readonly Step[] = stepsOf(/^\$ field\(\).*$/m.exec(readme)?.[0] ?? '')

test('README: who may do what', () =>
  withServer(async (folder, environment) => {
    const blocks = [...section.matchAll(blockForm)].map(([block]) => block)
    const steps = blocks.map(stepsOf)
    const endpoint = JSON.parse(readFileSync(join(folder, 'data/credentials.json'), 'utf8'))
      .endpoint as string
    const said = (await replay([...before, ...steps.flat()].map(at(endpoint)), folder, environment)).slice(
      before.length,
    )
    const actual = steps.map((block) =>
      said
        .splice(0, block.length)
        .map(({ stdout, stderr }, place) => `$ ${block[place]?.command}\n${stdout}${stderr}`)
        .join(''),
    )
    if (process.env['CHANCERY_WRITE_DOCS'] === 'true') write(blocks, actual)
    else assert.equal(withPlaceholders(actual.join('')), withPlaceholders(blocks.join('')))
  }))

/** The port of the server that runs here. */
const at =
  (endpoint: string) =>
  ({ command, ...step }: Step): Step => ({
    ...step,
    command: command.replace('https://127.0.0.1:8443', endpoint),
  })

function write(blocks: readonly string[], actual: readonly string[]): void {
  const written = blocks.reduce(
    (text, block, place) => text.replace(block, () => actual[place] ?? ''),
    readme,
  )
  writeFileSync(file, written)
}
