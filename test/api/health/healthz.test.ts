import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually } from '../metrics/watched.ts'
import { type RunningServer, startServer } from '../running-server.ts'

describe('GET /healthz', () => {
  let server: RunningServer

  before(async () => {
    server = await startServer()
  })
  after(() => server.close())

  const ask = async () => {
    const answer = await fetch(`${server.base}/healthz`)
    return { status: answer.status, text: await answer.text() }
  }
  const silent = () => new Promise<never>(() => undefined)
  const broken = () => Promise.reject(new Error('SQLITE_IOERR: /var/lib/secret'))

  for (const [what, read] of [
    ['is silent', silent],
    ['fails', broken],
  ] as const) {
    test(`while the database ${what}: 503 for supervisors, without a word of its inside; then 200 again`, async () => {
      assert.equal((await eventually(ask, ({ status }) => status === 200)).status, 200)
      const { database } = server.world
      Object.defineProperty(database, 'read', { configurable: true, value: read })
      try {
        const { text } = await eventually(ask, ({ status }) => status === 503)
        const { status, reason } = JSON.parse(text)
        assert.deepEqual([status, reason], ['unavailable', 'the database does not answer'])
        assert.ok(!text.includes('SQLITE') && !text.includes('secret'))
      } finally {
        Reflect.deleteProperty(database, 'read')
      }
      await eventually(ask, ({ status }) => status === 200)
    })
  }

  test('tells nothing of tenants, nor of the host', async () => {
    const { text } = await ask()
    const { domain, user, project } = server.credentials
    for (const name of [domain.id, user.id, user.name, project.id, server.dataFolder])
      assert.ok(!text.includes(name), name)
  })
})
