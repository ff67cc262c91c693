import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { activateBody, authorities, certificates, issueBody, pendingBody } from '../samples.ts'
import {
  createAuthority,
  createRoot,
  createSubordinate,
  done,
  everything,
  exportBody,
  forbidden,
  issue,
  ok,
} from './support.ts'

test('everything is there after a restart, and works on', async (t) => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'chancery-durable-'))
  t.after(() => rmSync(dataFolder, { recursive: true, force: true }))
  let server: RunningServer = await startServer({ 'data-dir': dataFolder })
  t.after(() => server.close())
  const { clock } = server

  const root = await createRoot(server, { key_algorithm: 'RSA2048' })
  const child = await createSubordinate(server, root, { path_length: 1 })
  const pending = await createAuthority(server, pendingBody())
  const off = await createRoot(server)
  done(await server.api('POST', `${authorities}/${off}/disable`))
  const kept = await issue(server, child)
  const held = await issue(server, child)
  const revoked = await issue(server, child)
  const short = await issue(server, child, { validity: { type: 'HOUR', value: 1 } })
  const revoke = (id: string, reason: string) =>
    server.api('POST', `${certificates}/${id}/revoke`, { reason })
  done(await revoke(held, 'CERTIFICATE_HOLD'))
  done(await revoke(revoked, 'KEY_COMPROMISE'))
  clock.advance(3_600_000)

  const { csr } = ok(await server.api('GET', `${authorities}/${pending}/csr`))
  const parse = async (text: string) =>
    ok(await server.api('POST', `${certificates}/csr/parse`, { csr: text })).public_key
  const pendingKey = await parse(csr)
  const exported = async () => [
    ok(await server.api('POST', `${certificates}/${kept}/export`, exportBody)),
    ok(await server.api('POST', `${authorities}/${child}/export`)),
  ]
  const [before, files] = [await everything(server.api), await exported()]

  await server.close()
  server = await startServer({ 'data-dir': dataFolder }, clock)

  assert.deepEqual(await everything(server.api), before)
  assert.deepEqual(await exported(), files)
  assert.equal(await parse(ok(await server.api('GET', `${authorities}/${pending}/csr`)).csr), pendingKey)
  forbidden(await revoke(revoked, 'SUPERSEDED'))
  forbidden(await revoke(short, 'SUPERSEDED'))
  done(await revoke(held, 'SUPERSEDED'))
  forbidden(await server.api('POST', certificates, issueBody(off)))
  done(await server.api('POST', `${authorities}/${off}/enable`))
  await issue(server, off)
  await issue(server, child)
  done(await server.api('POST', `${authorities}/${pending}/activate`, activateBody(root)))
  await issue(server, pending)
})
