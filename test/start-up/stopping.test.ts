import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { createClient } from '../api/client.ts'
import { authorities, rootBody } from '../api/samples.ts'
import { signedHeaders } from '../api/signature.ts'
import { createTestClock } from '../api/test-clock.ts'
import { converse, head } from '../api/wire/raw-http.ts'
import { credentialsIn, freePorts, newFolder, type Program, removeFolder, serve, stop } from './program.ts'

describe('stopping', () => {
  let dataFolder: string
  let base: string
  let program: Program

  beforeEach(async () => {
    dataFolder = newFolder()
    base = `http://127.0.0.1:${await freePorts()}`
    program = await serve({ CHANCERY_DATA_DIR: dataFolder, CHANCERY_LISTEN: base })
  })
  afterEach(() => {
    program.process.kill('SIGKILL')
    removeFolder(dataFolder)
  })

  const api = () => {
    const { access_key: accessKey, secret_key: secretKey } = credentialsIn(dataFolder)
    return createClient(base, { accessKey, secretKey }, createTestClock(Date.now()))
  }

  /** A signed request to create a CA, ready to be sent in pieces. */
  function slowRequest(): { headers: string; body: string } {
    const { access_key: accessKey, secret_key: secretKey } = credentialsIn(dataFolder)
    const body = JSON.stringify(rootBody('In Flight'))
    const url = base + authorities
    const headers = signedHeaders({ method: 'POST', url, body, accessKey, secretKey, at: Date.now() })
    const length = String(Buffer.byteLength(body))
    return {
      headers: head('POST', authorities, { host: new URL(base).host, ...headers, 'content-length': length }),
      body,
    }
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`${signal} ends in 0, soon and with the database closed`, async () => {
      assert.equal((await api()('POST', authorities, rootBody())).status, 200)
      const end = await stop(program, signal)
      assert.deepEqual(end, { code: 0, signal: null }, program.stderr())
      assert.ok(!readdirSync(dataFolder).includes('chancery.db-wal'), 'the log was not written back')
    })
  }

  test('over TLS too, though somebody connected and never said a word', async () => {
    const port = await freePorts()
    const folder = newFolder()
    const secure = await serve({
      CHANCERY_DATA_DIR: folder,
      CHANCERY_LISTEN: `https://127.0.0.1:${port}`,
    })
    const silent = connect(port, '127.0.0.1').on('error', () => undefined)
    await once(silent, 'connect')
    const started = performance.now()
    assert.deepEqual(await stop(secure), { code: 0, signal: null }, secure.stderr())
    assert.ok(performance.now() - started < 8000)
    silent.destroy()
    removeFolder(folder)
  })

  test('two SIGTERMs, and three, are one', async () => {
    program.process.kill('SIGTERM')
    program.process.kill('SIGTERM')
    await program.said(/stopping/)
    program.process.kill('SIGTERM')
    assert.deepEqual(await program.ended, { code: 0, signal: null }, program.stderr())
  })

  test('idle connections that are kept alive do not hold it', async () => {
    const idle = [1, 2, 3].map(() => converse(base, head('GET', '/healthz', { host: 'x' })))
    for (const { said } of idle) await said('"status":"ok"')
    const startedAt = performance.now()
    assert.equal((await stop(program)).code, 0)
    assert.ok(performance.now() - startedAt < 4_000, 'it waited for connections that asked for nothing')
  })

  test('a request in flight is finished and answered, and nobody new is let in', async () => {
    const { headers, body } = slowRequest()
    const { socket, said } = converse(base, headers, body.slice(0, 20))
    // the server has this request once it answers one that was sent later
    assert.equal((await fetch(`${base}/healthz`)).status, 200)
    program.process.kill('SIGTERM')
    await program.said(/stopping/)
    await assert.rejects(once(connect(Number(new URL(base).port), '127.0.0.1'), 'connect'), /ECONNREFUSED/)
    socket.write(body.slice(20))
    const answer = await said(/"ca_id":"[0-9a-f-]{36}"/)
    assert.match(answer, /^HTTP\/1\.1 200 /)
    assert.deepEqual(await program.ended, { code: 0, signal: null }, program.stderr())
    const [, id = ''] = /"ca_id":"([0-9a-f-]{36})"/.exec(answer) ?? []
    program = await serve({ CHANCERY_DATA_DIR: dataFolder, CHANCERY_LISTEN: base })
    assert.equal((await api()('GET', `${authorities}/${id}`)).status, 200, 'what was answered is there')
  })

  test('a request that never ends holds it for 5 s at most', async () => {
    const { headers, body } = slowRequest()
    const { socket } = converse(base, headers, body.slice(0, 20))
    assert.equal((await fetch(`${base}/healthz`)).status, 200)
    const startedAt = performance.now()
    const end = await stop(program)
    assert.deepEqual(end, { code: 0, signal: null }, program.stderr())
    assert.ok(performance.now() - startedAt < 8_000)
    socket.destroy()
  })
})
