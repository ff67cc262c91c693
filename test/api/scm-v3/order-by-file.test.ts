import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { wellKnownPorts } from '../../../src/outbound/proofs/domain-prover.ts'
import { done, ok } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { createTestClock, dayMs } from '../test-clock.ts'
import { apply, buy, createWorker, startSite } from './orders.ts'
import { exported, hosted, show } from './support.ts'

const site = await startSite()
const server = await startServer({ 'outbound-allow': '127.0.0.0/8' }, createTestClock(), {
  proofPorts: { ...wellKnownPorts, http: site.port },
})
const worker = createWorker(server)
after(async () => {
  worker.stop()
  site.close()
  await server.close()
})
const { api } = server
const byFile = { domain: '127.0.0.1', domain_method: 'FILE' }

suite('an order that is proven by a file', () => {
  test('is issued when the file is there, and not before', async () => {
    const id = await buy(api)
    assert.equal((await show(api, id)).status, 'PAID')
    ok(await apply(api, id, byFile))
    const waiting = await show(api, id)
    assert.equal(waiting.status, 'CHECKING_DOMAIN')
    const [proof] = waiting.authentification
    assert.equal(proof.record_type, 'FILE')
    await worker.settle()
    const looked = await show(api, id)
    assert.equal(looked.status, 'CHECKING_DOMAIN')
    assert.match(looked.authentification[0].finding, /404/)
    site.files.set(proof.record_name, `${proof.record_value}\n`)
    await worker.pass(dayMs)
    const issued = await show(api, id)
    assert.equal(issued.status, 'ISSUED')
    const { certificate, certificate_chain, private_key } = await exported(api, id)
    const leaf = new X509Certificate(certificate)
    const issuer = new X509Certificate(certificate_chain)
    assert.ok(leaf.verify(issuer.publicKey))
    assert.match(private_key, /PRIVATE KEY/)
    assert.equal(leaf.subjectAltName, 'IP Address:127.0.0.1')
    done(await api('POST', `${hosted}/${id}/renew`))
    await worker.settle()
    const renewed = await show(api, id)
    assert.notEqual(renewed.fingerprint, issued.fingerprint)
    await api('POST', `${hosted}/${id}/revoke`, { reason: 'KEY_COMPROMISE' })
    assert.equal((await show(api, id)).status, 'REVOKED')
  })
})
