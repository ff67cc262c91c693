import assert from 'node:assert/strict'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, describe, test } from 'node:test'
import { make } from '../api/scm-v3/certificates.ts'
import { hosted, importBody, importCertificate } from '../api/scm-v3/support.ts'
import { query } from '../operations/audit-rows.ts'
import { credentialsIn, newFolder, removeFolder, stop } from '../start-up/program.ts'
import { type Conditions, type Node, newBase, startNode } from './node.ts'
import { until } from './until.ts'

const withinMs = 30_000
/** Whoever goes on waits until the dead process's hold is over. */
const afterHold = { aheadMs: 430_000 }

describe('killed on the way of a push', () => {
  const dataFolder = newFolder()
  const targetsFile = join(dataFolder, 'targets.json')
  let base: string
  let node: Node
  let project: string

  const start = async (conditions: Conditions = {}, environment: object = {}) => {
    node = await startNode(base, { CHANCERY_DATA_DIR: dataFolder, ...environment }, conditions)
  }
  const killed = () =>
    until('the process is gone', withinMs, () => node.program.process.signalCode === 'SIGKILL')
  const pushesOf = (id: string) => query(dataFolder, `select * from push where certificate_id = '${id}'`)
  const deploymentsOf = (id: string) =>
    query(dataFolder, `select content from deployment where certificate_id = '${id}'`)
  const endsOf = (id: string) =>
    query(
      dataFolder,
      `select result from audit_record where object_id = '${id}' and operation = 'endPush'`,
    ).map(({ result }) => result)
  const ended = (id: string) =>
    until('the push', withinMs, () => pushesOf(id).every(({ finished_at }) => finished_at !== null))
  const placesIn = (folder: string): string[] =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /fullchain/.test(name))
      : []

  before(async () => {
    base = await newBase()
    await start()
    project = credentialsIn(dataFolder).project.name
    await stop(node.program)
  })
  afterEach(() => stop(node.program, 'SIGKILL'))
  after(() => removeFolder(dataFolder))

  /** Kills it there while it pushes, and has another go on. */
  async function pushKilledAt(step: string, environment: object = {}): Promise<string> {
    await start({ step }, environment)
    const id = await importCertificate(node.api, importBody(make()))
    const body = { target_service: 'ELB', target_project: project }
    await node.api('POST', `${hosted}/${id}/push`, body).catch(() => undefined)
    await killed()
    await start(afterHold, environment)
    await ended(id)
    assert.deepEqual(query(dataFolder, 'pragma integrity_check'), [{ integrity_check: 'ok' }])
    return id
  }

  for (const step of [
    'push: planned, not begun',
    'push: to be applied',
    'push: applied, not recorded',
    'push: looked, not recorded',
  ]) {
    test(step, async () => {
      const id = await pushKilledAt(step)
      const [push, ...others] = pushesOf(id)
      assert.deepEqual([push?.['state'], others], ['done', []])
      assert.equal(push?.['snapshot_sealed'], null)
      assert.equal(deploymentsOf(id).length, 1)
      assert.deepEqual(endsOf(id), ['success'])
      // the link that servers read, and the one version that it leads to
      const places = placesIn(join(dataFolder, 'push-targets')).filter((name) => name.includes(id))
      assert.equal(places.length, 2, places.join())
    })
  }

  for (const step of ['push: to be applied', 'push: put back, not recorded']) {
    test(`${step}, at a target that takes nothing`, async () => {
      const folder = join(dataFolder, 'refusing')
      const reload = ['sh', '-c', `! ls ${folder}/*/ELB/*/scs*/fullchain.pem`]
      const refusing = { name: 'refusing', kind: 'directory', folder, reload }
      writeFileSync(targetsFile, JSON.stringify({ targets: [refusing] }))
      const id = await pushKilledAt(step, { CHANCERY_TARGETS_FILE: targetsFile })
      assert.deepEqual(
        pushesOf(id).map(({ state }) => state),
        ['failed'],
      )
      assert.deepEqual(deploymentsOf(id), [])
      assert.deepEqual(endsOf(id), ['push-failed'])
      assert.deepEqual(placesIn(folder), [])
    })
  }
})
