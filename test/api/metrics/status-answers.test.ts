import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { serialOctets } from '../../../src/domain/model/serial-number.ts'
import { readCertificate } from '../../../src/x509/certificate.ts'
import { readPublicKey } from '../../../src/x509/public-key.ts'
import { element } from '../../x509/der.ts'
import { craftedCertId, craftedOcspRequest, nonceExtension, single } from '../../x509/ocsp-crafted.ts'
import { createRoot, done, issue, showCertificate } from '../pca-v1/support.ts'
import type { RunningServer } from '../running-server.ts'
import { authorities, certificates } from '../samples.ts'
import { collect, startWatched } from './watched.ts'

let server: RunningServer
let authorityId: string

before(async () => {
  server = await startWatched()
  authorityId = await createRoot(server)
  done(await server.api('POST', `${authorities}/${authorityId}/ocsp/switch`, { ocsp_switch: true }))
})
after(() => server.close())

async function certIdOf(serialNumber: string): Promise<Uint8Array> {
  const der = new Uint8Array(await (await fetch(`${server.base}/pki/${authorityId}.crt`)).arrayBuffer())
  const { subjectNameDer, publicKeyDer } = readCertificate(der)
  const sha1 = (octets: Uint8Array) => new Uint8Array(hash('sha1', octets, 'buffer'))
  const octets = serialOctets(serialNumber)
  return craftedCertId({
    nameHash: sha1(subjectNameDer),
    keyHash: sha1(readPublicKey(publicKeyDer).keyBits),
    serialNumber: element(2, (octets[0] ?? 0) > 127 ? [0] : [], octets),
  })
}

async function ask(body: Uint8Array): Promise<void> {
  const answer = await fetch(`${server.base}/ocsp/${authorityId}`, {
    method: 'POST',
    body: Buffer.from(body),
  })
  assert.equal(answer.status, 200)
}

test('what OCSP said is counted by kind, and signatures by whether they were made for it', async () => {
  const id = await issue(server, authorityId)
  const known = single(await certIdOf((await showCertificate(server, id)).serial_number))
  const unknown = single(await certIdOf('77'))
  const nonce = { extensions: [nonceExtension(16)] }

  await ask(craftedOcspRequest({ requests: [known] }))
  await ask(craftedOcspRequest({ requests: [known] }))
  await ask(craftedOcspRequest({ requests: [known, unknown], ...nonce }))
  done(await server.api('POST', `${certificates}/${id}/revoke`, {}))
  await ask(craftedOcspRequest({ requests: [known] }))
  await ask(craftedOcspRequest())
  await ask(new Uint8Array())

  const samples = await collect(server)
  const counts = (figure: string, label: string, values: readonly string[]) =>
    values.map((value) => samples.get(`chancery_ocsp_${figure}_total{${label}="${value}"}`))
  assert.deepEqual(counts('answers', 'kind', ['good', 'revoked', 'unknown', 'refused']), [3, 1, 1, 2])
  assert.deepEqual(counts('signatures', 'origin', ['made', 'kept']), [3, 1])
})
