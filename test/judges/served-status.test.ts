import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { encodePem } from '../../src/x509/pem.ts'
import {
  createRoot,
  createSubordinate,
  done,
  exportBody,
  issue,
  ok,
  showCertificate,
} from '../api/pca-v1/support.ts'
import { revokeCertificate } from '../api/revocation/lists.ts'
import { ask, switchResponder } from '../api/revocation/statuses.ts'
import { startServer } from '../api/running-server.ts'
import { authorities, certificates } from '../api/samples.ts'
import { createRunningClock } from '../api/test-clock.ts'
import { judgesFolder } from './judges-folder.ts'
import { skipWithout } from './programs.ts'

const server = await startServer({}, createRunningClock())
after(() => server.close())
const { api, base } = server
const { write, run } = judgesFolder()

const authorityPem = async (id: string): Promise<string> =>
  ok(await api('POST', `${authorities}/${id}/export`)).certificate

/** A responder below a root, and what OpenSSL gets from it about a certificate. */
async function scene(keyAlgorithm: string) {
  const root = await createRoot(server, { key_algorithm: keyAlgorithm }, `${keyAlgorithm} Root`)
  const id = await createSubordinate(server, root, { key_algorithm: keyAlgorithm })
  await switchResponder(server, id, true)
  const certificate = await issue(server, id)
  write('root.pem', await authorityPem(root))
  write('issuer.pem', await authorityPem(id))
  write('leaf.pem', ok(await api('POST', `${certificates}/${certificate}/export`, exportBody)).certificate)
  const { serial_number: serial } = await showCertificate(server, certificate)
  const url = `${base}/ocsp/${id}`
  const asked = (...parameters: string[]) => {
    const trust = ['-CAfile', 'root.pem', '-verify_other', 'issuer.pem', '-issuer', 'issuer.pem']
    return run('openssl', 'ocsp', ...trust, ...parameters, '-url', url, '-resp_text')
  }
  return { id, certificate, serial, asked }
}

for (const keyAlgorithm of ['EC256', 'EC384', 'RSA2048']) {
  suite(`openssl ocsp and a CA with ${keyAlgorithm}`, skipWithout('openssl'), () => {
    test('good, held, good again, revoked; by both hashes, with a nonce and without', async () => {
      const { certificate, asked } = await scene(keyAlgorithm)
      const isSaid = async (status: RegExp) => {
        for (const hash of ['-sha1', '-sha256']) {
          for (const nonce of ['-nonce', '-no_nonce']) {
            const { output } = await asked(hash, nonce, '-cert', 'leaf.pem')
            assert.match(output, /^Response verify OK$/m)
            assert.doesNotMatch(output, /WARNING|Nonce Verify error|no nonce in response|times invalid/i)
            assert.match(output, status)
          }
        }
      }
      await isSaid(/^leaf\.pem: good$/m)
      await revokeCertificate(server, certificate, 'CERTIFICATE_HOLD')
      await isSaid(/^leaf\.pem: revoked$[\s\S]*^\tReason: certificateHold$/m)
      done(await api('POST', `${certificates}/${certificate}/release`))
      await isSaid(/^leaf\.pem: good$/m)
      await revokeCertificate(server, certificate, 'KEY_COMPROMISE')
      await isSaid(/^leaf\.pem: revoked$[\s\S]*^\tReason: keyCompromise$/m)
    })

    test('unknown, two at once, and none of another issuer', async () => {
      const { id, asked } = await scene(keyAlgorithm)
      const { output } = await asked('-serial', '4711', '-cert', 'leaf.pem')
      assert.match(output, /^Response verify OK$/m)
      assert.match(output, /^4711: unknown$/m)
      assert.match(output, /^leaf\.pem: good$/m)
      write('issuer.pem', await authorityPem(await createRoot(server, {}, 'Stranger')))
      assert.match((await asked('-cert', 'leaf.pem')).output, /unauthorized \(6\)/)
      await switchResponder(server, id, false)
    })

    test("the responder's certificate may answer and nothing else", async () => {
      const { id, serial } = await scene(keyAlgorithm)
      const { basic } = await ask(server, id, serial)
      const [der] = basic?.certificateDers ?? []
      assert.ok(der)
      write('responder.pem', encodePem('CERTIFICATE', der))
      const { output } = await run('openssl', 'x509', '-in', 'responder.pem', '-noout', '-text')
      for (const words of [
        /X509v3 Extended Key Usage: *(critical)?\n +OCSP Signing\n/,
        /OCSP No Check/,
        /X509v3 Key Usage: critical\n +Digital Signature\n/,
      ]) {
        assert.match(output, words)
      }
      assert.doesNotMatch(output, /CA:TRUE|CRL Distribution|Authority Information Access/)
    })
  })
}

suite('ocsptool', skipWithout('ocsptool'), () => {
  test('verifies an answer that it asked for', async () => {
    const { id, certificate } = await scene('EC256')
    const options = ['--load-cert', 'leaf.pem', '--load-issuer', 'issuer.pem', '--load-trust', 'issuer.pem']
    const asked = () => run('ocsptool', `--ask=${base}/ocsp/${id}`, '--nonce', ...options)
    const good = await asked()
    assert.ok(good.isRight, good.output)
    assert.match(good.output, /Verifying OCSP Response: Success/)
    assert.match(good.output, /Certificate Status: good/)
    await revokeCertificate(server, certificate, 'SUPERSEDED')
    assert.match((await asked()).output, /Certificate Status: revoked/)
  })
})
