import assert from 'node:assert/strict'
import { verify } from 'node:crypto'
import { suite, test } from 'node:test'
import { type RevocationReason, revocationReasons } from '../../src/domain/model/revocation.ts'
import { ocspFailures } from '../../src/x509/ocsp-response.ts'
import { encodeToBeSignedResponse, type OcspResponseFields } from '../../src/x509/ocsp-response-data.ts'
import type { OcspCertStatus } from '../../src/x509/ocsp-status.ts'
import { readOcspResponse } from '../../src/x509/parsed-ocsp-response.ts'
import { extension } from './crafted.ts'
import { element, hex, refuses, within } from './der.ts'
import {
  type CraftedOcspResponse,
  type CraftedSingleResponse,
  craftedCertId,
  craftedOcspResponse,
  craftedSingleResponse,
  critical,
  generalizedTime,
  nonceExtension,
  oids,
} from './ocsp-crafted.ts'
import { randomOcspResponse } from './ocsp-samples.ts'
import { Random, seed } from './random.ts'
import { publicKeyOf } from './samples.ts'

const read = (parts: CraftedOcspResponse) => readOcspResponse(craftedOcspResponse(parts)).basic
const readSingle = (parts: CraftedSingleResponse) =>
  read({ responses: [craftedSingleResponse(parts)] })?.responses[0]

const time = Date.UTC(2025, 0)
const fields: OcspResponseFields = {
  responderKeyHash: new Uint8Array(20),
  producedAt: time,
  responses: [{ certIdDer: craftedCertId(), status: 'good', thisUpdate: time, nextUpdate: null }],
  nonce: null,
}
const withStatus = (status: OcspCertStatus) =>
  encodeToBeSignedResponse({ ...fields, responses: fields.responses.map((one) => ({ ...one, status })) })

/** As it is read: UNSPECIFIED is not said. */
const said = (status: OcspCertStatus): OcspCertStatus =>
  typeof status === 'object' && status.reason === 'UNSPECIFIED' ? { ...status, reason: null } : status

suite('responses of a responder', () => {
  test('come back as they went', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 100; round++) {
      const { der, fields: sent, authority, certificateDers } = randomOcspResponse(random)
      const { status, basic } = readOcspResponse(der)
      assert.ok(status === 'successful' && basic)
      const { signature, signedDer, responses, ...parsed } = basic
      assert.deepEqual(parsed, {
        responderId: { keyHash: sent.responderKeyHash },
        producedAt: sent.producedAt,
        nonce: sent.nonce,
        signatureAlgorithm: authority.algorithm,
        certificateDers,
      })
      assert.deepEqual(
        responses.map(({ certId, ...response }) => ({ certIdDer: certId.der, ...response })),
        sent.responses.map((response) => ({ ...response, status: said(response.status) })),
      )
      assert.deepEqual(signedDer, encodeToBeSignedResponse(sent))
      assert.ok(verify(authority.algorithm.hash, signedDer, publicKeyOf(authority.key), signature))
    }
  })

  test('are written as RFC 6960 has them', () => {
    const responderId = element(0xa2, element(4, new Uint8Array(20)))
    const one = element(0x30, craftedCertId(), hex('8000'), generalizedTime)
    const expected = [responderId, generalizedTime, element(0x30, one)]
    assert.deepEqual(encodeToBeSignedResponse(fields), element(0x30, ...expected))
    const nonce = new Uint8Array(16).fill(7)
    assert.deepEqual(
      encodeToBeSignedResponse({ ...fields, nonce }),
      element(0x30, ...expected, element(0xa1, element(0x30, nonceExtension(16)))),
    )
    const next = fields.responses.map((response) => ({ ...response, nextUpdate: time }))
    const withNext = element(
      0x30,
      craftedCertId(),
      hex('8000'),
      generalizedTime,
      element(0xa0, generalizedTime),
    )
    assert.deepEqual(
      encodeToBeSignedResponse({ ...fields, responses: next }),
      element(0x30, responderId, generalizedTime, element(0x30, withNext)),
    )
  })

  test('say a status, and of a revoked certificate when and why', () => {
    const expected = (status: Uint8Array) =>
      element(
        0x30,
        element(0xa2, element(4, new Uint8Array(20))),
        generalizedTime,
        element(0x30, craftedSingleResponse({ status })),
      )
    assert.deepEqual(withStatus('unknown'), expected(hex('8200')))
    const silent = expected(element(0xa1, generalizedTime))
    assert.deepEqual(withStatus({ revokedAt: time, reason: null }), silent)
    for (const [reason, code] of Object.entries(revocationReasons) as [RevocationReason, number][]) {
      const why = element(0xa0, element(0x0a, [code]))
      assert.deepEqual(
        withStatus({ revokedAt: time, reason }),
        reason === 'UNSPECIFIED' ? silent : expected(element(0xa1, generalizedTime, why)),
      )
    }
    for (const ms of [Date.UTC(1949, 0), Date.UTC(10_000, 0), Number.NaN]) {
      refuses(() => withStatus({ revokedAt: ms, reason: null }), /time/)
    }
  })

  test('say without a signature why there is none', () => {
    const codes = { malformedRequest: 1, internalError: 2, tryLater: 3, unauthorized: 6 }
    for (const [status, der] of Object.entries(ocspFailures)) {
      assert.equal(der.toHex(), `30030a010${codes[status as keyof typeof codes]}`)
      assert.deepEqual(readOcspResponse(der), { status, basic: null })
    }
    assert.deepEqual(readOcspResponse(hex('30030a0105')), { status: 'sigRequired', basic: null })
    for (const other of ['30030a0104', '30030a0107', '30020a00', '30040a020001', '3003020101']) {
      refuses(() => readOcspResponse(hex(other)))
    }
    refuses(() => readOcspResponse(hex('30030a0100')), /missing/)
    refuses(() => readOcspResponse(craftedOcspResponse({ status: hex('0a0101') })), /trailing/)
  })

  test('are refused of another type, version, signature or responder', () => {
    assert.ok(read({}))
    refuses(() => read({ type: oids.nonce }), /type of response/)
    refuses(() => read({ version: hex('a003020100') }), /tag/)
    refuses(() => read({ algorithm: element(0x30, hex('06032a0304')) }), /unknown signature algorithm/)
    refuses(() => read({ responderId: element(0xa2, element(4, new Uint8Array(19))) }), /length/)
    refuses(() => read({ responderId: element(0xa3, element(4, new Uint8Array(20))) }), /tag/)
    refuses(() => read({ responderId: element(0xa1, hex('310a')) }), /tag/)
    refuses(() => read({ responderId: element(0xa1, hex('3002020a')) }))
    refuses(() => read({ certificates: element(0xa0, element(0x30, hex('0500'))) }), /tag/)
    refuses(() => read({ certificates: element(0xa1, hex('3000')) }), /tag/)
    refuses(() => readOcspResponse(Uint8Array.from([...craftedOcspResponse(), 0])), /trailing/)
  })

  test('are refused with a status or a time that is none', () => {
    assert.equal(readSingle({ status: hex('8200') })?.status, 'unknown')
    for (const status of ['', '8300', '800100', '82010a', 'a000', 'a100', 'a2020500']) {
      refuses(() => readSingle({ status: hex(status) }))
    }
    const revoked = (reason: string) => element(0xa1, generalizedTime, hex(reason))
    for (const reason of ['0a0101', 'a0030a0107', 'a0030a010b', 'a003020101', 'a0060a01010a0101']) {
      refuses(() => readSingle({ status: revoked(reason) }))
    }
    // UNSPECIFIED need not be left out.
    assert.deepEqual(readSingle({ status: revoked('a0030a0100') })?.status, {
      revokedAt: time,
      reason: 'UNSPECIFIED',
    })
    const shortTime = element(0x17, '250101000000Z')
    refuses(() => readSingle({ thisUpdate: shortTime }), /tag/)
    refuses(() => readSingle({ nextUpdate: element(0xa0, shortTime) }), /tag/)
    refuses(() => readSingle({ status: element(0xa1, shortTime) }), /tag/)
    refuses(() => read({ producedAt: shortTime }), /tag/)
    refuses(() => read({ producedAt: element(0x18, '20250101000000.5Z') }), /time/)
  })

  test('may have extensions, but none that we would have to know', () => {
    const list = (...extensions: readonly Uint8Array[]) => element(0xa1, element(0x30, ...extensions))
    const plain = list(extension('1.2.3.4', hex('ff')), nonceExtension(3, critical))
    assert.deepEqual(read({ extensions: plain })?.nonce, hex('070707'))
    assert.ok(readSingle({ extensions: list(extension('1.2.3.4', hex('ff'))) }))
    const marked = list(extension('1.2.3.4', hex('ff'), critical))
    refuses(() => read({ extensions: marked }), /unknown critical extension 1\.2\.3\.4/)
    refuses(() => readSingle({ extensions: marked }), /unknown critical extension 1\.2\.3\.4/)
    refuses(() => read({ extensions: list(nonceExtension(3), nonceExtension(3)) }), /twice/)
    refuses(() => read({ extensions: list(extension(oids.nonce, hex('0500'))) }), /tag/)
  })

  test('are refused at once where they are too large or of too many parts', () => {
    const responses = (count: number) => Array.from({ length: count }, () => craftedSingleResponse())
    assert.equal(read({ responses: responses(1_000) })?.responses.length, 1_000)
    within(200, () => refuses(() => read({ responses: responses(5_000) }), /too many elements/))
    const certificates = element(0xa0, element(0x30, element(0x30, new Uint8Array(1_048_576))))
    within(100, () => refuses(() => read({ certificates }), /longer/))
  })
})
