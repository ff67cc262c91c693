import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type RevocationReason, revocationReasons } from '../../src/domain/model/revocation.ts'
import { readOcspRequest } from '../../src/x509/ocsp-request.ts'
import type { OcspCertStatus } from '../../src/x509/ocsp-status.ts'
import { readOcspResponse } from '../../src/x509/parsed-ocsp-response.ts'
import { answer, entity, flipped, readFile, responders, run, writeFile } from './ocsp-scene.ts'
import { skipWithout } from './programs.ts'

const ocsptool = (...parameters: readonly string[]) => run('ocsptool', ...parameters)

/** What GnuTLS asks about the entity; some versions can't be brought to ask with a nonce. */
function asked() {
  const about = ['--load-issuer', 'root.pem', '--load-cert', 'entity.pem']
  const { output, status } = ocsptool('--generate-request', ...about, '--outfile', 'request.der')
  assert.equal(status, 0, output)
  return readOcspRequest(readFile('request.der'))
}

function judged(response: Uint8Array): string {
  writeFile('response.der', response)
  const parameters = ['--load-trust', 'root.pem', '--load-response', 'response.der']
  return ocsptool('--verify-response', ...parameters).output
}

const believed = /Verifying OCSP Response: Success\./

suite('OCSP, judged by GnuTLS', skipWithout('ocsptool'), () => {
  test('its requests are read', () => {
    const { certIds, nonce, unknownCriticalExtensions } = asked()
    assert.deepEqual(
      certIds.map(({ hashAlgorithm, serialNumber }) => [hashAlgorithm, serialNumber]),
      [['SHA1', entity.serialNumber]],
    )
    assert.deepEqual([nonce, unknownCriticalExtensions], [null, []])
  })

  test('it believes a delegated responder with a key of any kind, and no flipped bit', () => {
    for (const each of responders) {
      const response = answer(asked(), 'good', each)
      assert.match(judged(response), believed)
      const { basic } = readOcspResponse(response)
      for (const at of [0.1, 0.5, 0.9]) {
        assert.doesNotMatch(judged(flipped(response, basic?.signedDer ?? response, at)), believed)
      }
    }
  })

  test('it says what we said', () => {
    const said = (status: OcspCertStatus) => {
      writeFile('response.der', answer({ ...asked(), nonce: new Uint8Array(16).fill(7) }, status))
      const { output } = ocsptool('--response-info', '--load-response', 'response.der')
      return output
    }
    assert.match(said('good'), /Certificate Status: good/)
    assert.match(said('good'), /Nonce: (07){16}$/m)
    assert.match(said('unknown'), /Certificate Status: unknown/)
    for (const reason of Object.keys(revocationReasons) as RevocationReason[]) {
      const output = said({ revokedAt: Date.UTC(2026, 0, 2, 3, 4, 5), reason })
      assert.match(output, /Certificate Status: revoked/)
      assert.match(output, /Revocation time: Fri Jan 02 03:04:05 UTC 2026/)
    }
  })
})
