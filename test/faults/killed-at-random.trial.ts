import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { chosenSeed, SeededRandom } from '../ports/seeded-random.ts'
import { newFolder, removeFolder, stop } from '../start-up/program.ts'
import { Journal } from './journal.ts'
import { type Node, newBase, startNode } from './node.ts'
import { createWatched } from './status.ts'

const seed = chosenSeed()
const random = new SeededRandom(seed)
const rounds = 8
const connections = 8

describe(`killed at random while it issues, revokes and publishes (seed ${seed})`, () => {
  const dataFolder = newFolder()
  let base: string
  let node: Node
  let journal: Journal

  const start = async () => {
    node = await startNode(base, { CHANCERY_DATA_DIR: dataFolder })
  }

  before(async () => {
    base = await newBase()
    await start()
    journal = new Journal(await createWatched(base, node.api))
    for (let count = 0; count < 10; count += 1) await journal.issue(node.api)
  })
  after(async () => {
    await stop(node.program, 'SIGKILL')
    removeFolder(dataFolder)
  })

  /** Issues mostly, revokes the rest, and looks at the list, until the server is gone. */
  async function work(): Promise<void> {
    const isGone = () => node.program.process.signalCode !== null
    while (!isGone()) {
      const act = random.fraction()
      const left = journal.issued.filter(journal.isLeft)
      try {
        if (act < 0.6) await journal.issue(node.api)
        else if (act < 0.9 && left.length > 0) await journal.revoke(node.api, random.of(left))
        else await journal.see(base)
      } catch (error) {
        if (!(await endedSoon())) throw error
      }
    }
  }

  /** A call that failed right before the end failed because of it. */
  const endedSoon = () =>
    Promise.race([node.program.ended.then(() => true), sleep(2000, false, { ref: false })])

  for (let round = 1; round <= rounds; round += 1) {
    test(`round ${round}`, async (t) => {
      const killAfterMs = 200 + random.below(2500)
      const timer = setTimeout(() => node.program.process.kill('SIGKILL'), killAfterMs)
      try {
        await Promise.all(Array.from({ length: connections }, work))
      } finally {
        clearTimeout(timer)
      }
      await start()
      await journal.check(base, node.api)
      t.diagnostic(`killed after ${killAfterMs} ms with ${journal.issued.length} certificates`)
    })
  }
})
