import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, suite, test } from 'node:test'
import { createRoot, issue } from '../pca-v1/support.ts'
import { minuteMs } from '../test-clock.ts'
import { enableList, revokeCertificate, startWithAgency, until } from './lists.ts'

/** Stands between the world and the server, and notes how each question was answered. */
const statuses: (number | undefined)[] = []
const front = createServer((asked, answered) => {
  const options = { method: asked.method, path: asked.url, headers: asked.headers }
  const passed = request(server.base, options, (response) => {
    statuses.push(response.statusCode)
    answered.writeHead(response.statusCode ?? 0, response.headers)
    response.pipe(answered)
  })
  asked.pipe(passed)
}).listen(0, '127.0.0.1')
await once(front, 'listening')
const { port } = front.address() as AddressInfo
const server = await startWithAgency({ 'public-url': `http://127.0.0.1:${port}` })
after(async () => {
  await server.close()
  front.close()
})

const database = new DatabaseSync(join(server.dataFolder, 'chancery.db'), { readOnly: true })
after(() => database.close())
const looks = database.prepare(
  "select id from job where kind = 'look-at-revocation-list' and owner is null and run_after > ?",
)

/** The status of the next look that comes. */
async function nextLook(): Promise<number | undefined> {
  const before = statuses.length
  // a look that has not noted when the next is due would count from the time that is set now
  await until('rest', async () => (looks.get(server.clock.now()) ? true : undefined))
  server.clock.advance(minuteMs)
  return until('a look at the list', async () => statuses[before])
}

suite('the look at our own list, each minute', () => {
  test('fetches it anew only when it is another', async () => {
    const root = await createRoot(server)
    const certificate = await issue(server, root)
    await enableList(server, root)
    await until('the first look', async () => (statuses.length > 1 ? true : undefined))
    assert.equal(await nextLook(), 304)
    assert.equal(await nextLook(), 304)
    const { length } = statuses
    await revokeCertificate(server, certificate)
    const isFetched = async () => (statuses.slice(length).includes(200) ? true : undefined)
    await until('a look at the new list', isFetched)
    assert.equal(await nextLook(), 304)
  })
})
