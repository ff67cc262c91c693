import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { query } from '../operations/audit-rows.ts'
import { newFolder, removeFolder, stop } from '../start-up/program.ts'
import { Journal, publishedWithinMs } from './journal.ts'
import { type Conditions, type Node, newBase, startNode } from './node.ts'
import { createWatched } from './status.ts'
import { until } from './until.ts'

/** What is done to reach a step, and how many certificates are there afterwards that nobody was told of. */
interface Kill extends Conditions {
  readonly step: string
  readonly act: 'issue' | 'revoke'
  /** Whether the act is answered before the process dies. */
  readonly isAnswered: boolean
  readonly strays?: number
}

const kills: readonly Kill[] = [
  { step: 'issue: serial taken, not signed', time: 3, act: 'issue', isAnswered: false },
  { step: 'issue: signed, not recorded', time: 2, act: 'issue', isAnswered: false },
  { step: 'issue: recorded, not answered', time: 2, act: 'issue', isAnswered: false, strays: 1 },
  { step: 'revoke: recorded, not answered', act: 'revoke', isAnswered: false },
  { step: 'journal: recorded, not appended', act: 'revoke', isAnswered: false },
  { step: 'journal: appended, still queued', act: 'revoke', isAnswered: false },
  { step: 'publish: number taken, not signed', act: 'revoke', isAnswered: true },
  { step: 'publish: signed, not written', act: 'revoke', isAnswered: true },
  { step: 'publish: compared, not written', act: 'revoke', isAnswered: true },
  { step: 'publish: written, not recorded', act: 'revoke', isAnswered: true },
  { step: 'publish: recorded, job not finished', act: 'revoke', isAnswered: true },
]

describe('killed at a step, on a data folder that lives on', () => {
  const dataFolder = newFolder()
  let base: string
  let node: Node
  let journal: Journal

  const start = async (conditions?: Conditions) => {
    node = await startNode(base, { CHANCERY_DATA_DIR: dataFolder }, conditions)
  }

  before(async () => {
    base = await newBase()
    await start()
    journal = new Journal(await createWatched(base, node.api))
    for (let count = 0; count < 3; count += 1) await journal.issue(node.api)
    await journal.check(base, node.api, 0)
    await stop(node.program)
  })
  afterEach(() => stop(node.program, 'SIGKILL'))
  after(() => removeFolder(dataFolder))

  async function actUntilKilled({ act, isAnswered }: Kill): Promise<void> {
    const left = journal.issued.filter(journal.isLeft)
    const once = () =>
      act === 'issue' ? journal.issue(node.api) : journal.revoke(node.api, left.pop() ?? '')
    if (isAnswered) await once()
    else for (let tries = 0; tries < 5 && (await isDone(once)); tries += 1);
    await until('the process is gone', publishedWithinMs, async () => {
      if (node.program.process.signalCode === null) await journal.see(base)
      return node.program.process.signalCode === 'SIGKILL'
    })
  }

  for (const kill of kills) {
    test(kill.step, async () => {
      await start(kill)
      await actUntilKilled(kill)
      await start()
      await journal.check(base, node.api, kill.strays ?? 0)
      if (kill.isAnswered) await goesOn()
      if (kill.step.startsWith('journal')) await isKept()
      await stop(node.program)
      assert.deepEqual(query(dataFolder, 'pragma integrity_check'), [{ integrity_check: 'ok' }])
    })
  }

  /** Nothing waits for the bucket any more. */
  const isKept = () =>
    until(
      'the journal',
      publishedWithinMs,
      () => query(dataFolder, 'select * from journal_record').length === 0,
    )

  /** What is issued and revoked now is told as ever, and the work is then seen to be done. */
  async function goesOn(): Promise<void> {
    await journal.revoke(node.api, await journal.issue(node.api))
    await journal.issue(node.api)
    await journal.check(base, node.api, 0)
    await until('a list that is recorded and seen', publishedWithinMs, () => {
      const [row] = query(dataFolder, 'select pending_since, unseen_since, failure from revocation_list')
      return Object.values(row ?? { none: 1 }).every((value) => value === null)
    })
  }
})

const isDone = (work: () => Promise<unknown>): Promise<boolean> =>
  work().then(
    () => true,
    () => false,
  )
