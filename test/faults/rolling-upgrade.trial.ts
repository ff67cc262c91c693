import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { authorities, certificates, issueBody, rootBody } from '../api/samples.ts'
import { signedHeaders } from '../api/signature.ts'
import { startPostgres } from '../ports/embedded-postgres.ts'
import { credentialsIn, newFolder, removeFolder, stop } from '../start-up/program.ts'
import { type Node, newBase, startNode } from './node.ts'
import { answered } from './status.ts'
import { until } from './until.ts'

const postgres = await startPostgres()
after(() => postgres.stop())

const agent = new Agent({ keepAlive: true })

/** What came of a request; `refused`: nobody listened, so nothing was asked and another may be. */
type Outcome = number | 'refused' | 'broken'

function send(base: string, path: string, body: string, headers: Record<string, string>): Promise<Outcome> {
  return new Promise((resolve) => {
    const sent = request(base + path, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', () => resolve('broken'))
    })
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'broken'),
    )
    sent.end(body)
  })
}

test('two nodes are replaced by the next release, and no request fails', async () => {
  const folder = newFolder()
  const folders = [join(folder, '0'), join(folder, '1')] as const
  for (const each of folders) mkdirSync(each, { mode: 0o700 })
  const bases = [await newBase(), await newBase()] as const
  const database = await postgres.createDatabase()
  const start = (which: 0 | 1, isNextRelease: boolean): Promise<Node> => {
    const settings = {
      CHANCERY_DATABASE_URL: database,
      CHANCERY_DATA_DIR: folders[which],
      CHANCERY_BUCKETS_URL: `file:${join(folder, 'buckets')}`,
      CHANCERY_PUBLIC_URL: 'http://pki.example.test',
    }
    return startNode(bases[which], settings, { isNextRelease }, folders[0])
  }
  const nodes = [await start(0, false)]
  copyFileSync(join(folders[0], 'master.key'), join(folders[1], 'master.key'))
  nodes.push(await start(1, false))
  const [first, second] = nodes
  assert.ok(first && second)
  const rootId = (await answered(first.api('POST', authorities, rootBody()))).body.ca_id

  const outcomes: Outcome[] = []
  let isOver = false
  let turn = 0
  const credentials = credentialsIn(folders[0])
  const issue = (base: string) => {
    const [body, url] = [JSON.stringify(issueBody(rootId)), base + certificates]
    const { access_key: accessKey, secret_key: secretKey } = credentials
    return send(
      base,
      certificates,
      body,
      signedHeaders({ method: 'POST', url, body, accessKey, secretKey, at: Date.now() }),
    )
  }
  const client = async () => {
    while (!isOver) {
      turn += 1
      const [one, other] = turn % 2 === 0 ? bases : ([bases[1], bases[0]] as const)
      const outcome = await issue(one)
      // the only thing that may be asked again: it never reached a node
      outcomes.push(outcome === 'refused' ? await issue(other) : outcome)
    }
  }
  const clients = [1, 2, 3, 4].map(client)
  const goOn = async () => {
    const before = outcomes.length
    await until('a hundred more requests', 60_000, () => outcomes.length > before + 100)
  }
  try {
    await goOn()
    for (const which of [0, 1] as const) {
      assert.equal((await stop((nodes[which] ?? first).program)).code, 0)
      await goOn()
      nodes[which] = await start(which, true)
      await goOn()
      if (which === 0) {
        // the old release starts on the new one's schema, too
        assert.equal((await stop(second.program)).code, 0)
        nodes[1] = await start(1, false)
        await goOn()
      }
    }
  } finally {
    isOver = true
    await Promise.all(clients)
    for (const { program } of nodes) await stop(program, 'SIGKILL')
    removeFolder(folder)
  }
  const failed = outcomes.filter((outcome) => outcome !== 200)
  assert.deepEqual(failed, [], `${failed.length} of ${outcomes.length}`)
})
