import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { downloadBundle, exportPath, issueByRequest, serverTypes } from '../api/pca-v1/bundles.ts'
import { createRoot, exportBody, issue } from '../api/pca-v1/support.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { auditRows, query } from './audit-rows.ts'

/** A private key that leaves is on record before it leaves. */
describe('exports in the audit trail', () => {
  let server: RunningServer
  let rootId: string

  before(async () => {
    server = await startServer()
    rootId = await createRoot(server)
  })
  after(() => server.close())

  const last = () => auditRows(server.dataFolder).at(-1)

  for (const type of serverTypes) {
    test(`a bundle for ${type} has one row: who, when, which certificate`, async () => {
      for (const make of [issue, issueByRequest]) {
        const id = await make(server, rootId)
        const issued = last()
        const { answer } = await downloadBundle(server.api, id, { type, password: 'secret-1' })
        const rows = auditRows(server.dataFolder)
        const [row] = rows.slice(-1)
        assert.equal(rows.at(-2)?.sequence, issued?.sequence)
        assert.equal(row?.operation, 'exportBundle')
        assert.deepEqual([row.object_kind, row.object_id, row.result], ['certificate', id, 'success'])
        assert.deepEqual([row.user_id, row.at], [server.credentials.user.id, server.clock.now()])
        assert.equal(row.request_id, answer.headers.get('x-request-id'))
        assert.equal(row.after_digest, issued?.after_digest, 'the digest is that of the certificate')
      }
    })
  }

  const compressed = serverTypes.map((type) => ({ type, is_compressed: true }))
  for (const body of [...compressed, exportBody]) {
    test(`what can not be recorded does not leave: ${JSON.stringify(body)}`, async () => {
      const id = await issue(server, rootId)
      const former = last()
      query(
        server.dataFolder,
        `create trigger no_audit before insert on audit_record when new.operation like 'export%'
         begin select raise(abort, 'the trail is full'); end`,
      )
      const answer = await server.api('POST', exportPath(id), body)
      query(server.dataFolder, 'drop trigger no_audit')
      assert.equal(`${answer.status} ${answer.code}`, '500 PCA.00000001')
      assert.ok(!answer.bytes.includes('BEGIN'))
      assert.deepEqual(Object.keys(answer.body).sort(), ['error_code', 'error_msg'])
      assert.deepEqual(last(), former)
      assert.equal((await server.api('POST', exportPath(id), body)).status, 200)
    })
  }
})
