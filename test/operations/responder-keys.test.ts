import assert from 'node:assert/strict'
import { randomBytes, verify, X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { Engine } from '../../src/crypto/engine.ts'
import { openVault } from '../../src/crypto/vault.ts'
import { readOcspResponse } from '../../src/x509/parsed-ocsp-response.ts'
import { craftedCertId } from '../x509/ocsp-crafted.ts'
import { profileOf } from './issued.ts'

const engine = new Engine(openVault(new Map([[1, randomBytes(32)]])))

/** A responder's certificate and key. Its record is the same however often it is renewed. */
function makeResponder() {
  const { certificateDer, sealedKey } = engine.perform({
    kind: 'issue',
    profile: profileOf({ kind: 'root', keyUsages: ['keyCertSign', 'cRLSign'] }),
    subjectKey: { generate: 'EC256', record: 'account/a/responder/b' },
  })
  if (!sealedKey) throw new Error('the responder has no key')
  return { responder: { certificateDer, ...profileOf().validity, answersUntil: null }, key: sealedKey }
}

function isSignedByItself({ responder, key }: ReturnType<typeof makeResponder>): boolean {
  const producedAt = responder.notBefore
  const times = { producedAt, nextUpdate: producedAt + 60_000 }
  const answers = [{ certIdDer: craftedCertId(), status: 'good' }] as const
  const der = engine.perform({
    kind: 'sign-status',
    order: { responder, key, answers, ...times, nonce: null },
  })
  const { basic } = readOcspResponse(der)
  if (!basic) return false
  const { publicKey } = new X509Certificate(responder.certificateDer)
  return verify('sha256', basic.signedDer, publicKey, basic.signature)
}

test("a renewed responder signs with its own key, and not with its predecessor's", () => {
  const first = makeResponder()
  const second = makeResponder()
  assert.equal(first.key.record, second.key.record)
  for (const each of [first, first, second, second, first]) assert.ok(isSignedByItself(each))
})
