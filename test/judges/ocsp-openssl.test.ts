import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { suite, test } from 'node:test'
import { type RevocationReason, revocationReasons } from '../../src/domain/model/revocation.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { type ParsedOcspRequest, readOcspRequest } from '../../src/x509/ocsp-request.ts'
import { assembleResponse, ocspFailures } from '../../src/x509/ocsp-response.ts'
import type { OcspCertStatus } from '../../src/x509/ocsp-status.ts'
import { type ParsedBasicResponse, readOcspResponse } from '../../src/x509/parsed-ocsp-response.ts'
import { encodePem } from '../../src/x509/pem.ts'
import { issue, issueRoot, profileOf } from '../operations/issued.ts'
import { keyHashOf } from '../x509/ocsp-samples.ts'
import {
  answer,
  entity,
  flipped,
  readFile,
  responder,
  responders,
  root,
  rootCertificate,
  run,
  writeFile,
} from './ocsp-scene.ts'
import { skipWithout } from './programs.ts'

const openssl = (...parameters: readonly string[]) => run('openssl', 'ocsp', ...parameters)

/** What OpenSSL asks about the entity. */
function asked(...parameters: readonly string[]): ParsedOcspRequest {
  const { output, status } = openssl('-issuer', 'root.pem', ...parameters, '-reqout', 'request.der')
  assert.equal(status, 0, output)
  return readOcspRequest(readFile('request.der'))
}

const revokedAt = Date.UTC(2026, 0, 2, 3, 4, 5)

/** What OpenSSL makes of a response to the request that it wrote last; without -no_nonce it would get a new nonce. */
function judged(response: Uint8Array, request: readonly string[] = ['-reqin', 'request.der']): string {
  writeFile('response.der', response)
  const parameters = [...request, '-no_nonce', '-respin', 'response.der', '-CAfile', 'root.pem']
  return openssl(...parameters, '-resp_text').output
}

const believed = /^Response verify OK$/m

const digest = (algorithm: string, octets: Uint8Array) => new Uint8Array(hash(algorithm, octets, 'buffer'))

suite('OCSP, judged by OpenSSL', skipWithout('openssl'), () => {
  test('its requests are read, by either hash, with a nonce and without', () => {
    for (const [option, hashAlgorithm] of [
      ['-sha1', 'SHA1'],
      ['-sha256', 'SHA256'],
    ] as const) {
      for (const nonceOption of ['-nonce', '-no_nonce']) {
        const { certIds, nonce, unknownCriticalExtensions } = asked(
          nonceOption,
          option,
          '-cert',
          'entity.pem',
        )
        const [certId, ...others] = certIds
        assert.ok(certId)
        const { der, ...named } = certId
        assert.deepEqual(named, {
          hashAlgorithm,
          issuerNameHash: digest(hashAlgorithm, rootCertificate.subjectNameDer),
          issuerKeyHash: digest(hashAlgorithm, rootCertificate.publicKey.keyBits),
          serialNumber: entity.serialNumber,
        })
        assert.ok(Buffer.from(readFile('request.der')).includes(der))
        assert.equal(nonce?.length ?? 0, nonceOption === '-nonce' ? 16 : 0)
        assert.deepEqual([others, unknownCriticalExtensions], [[], []])
      }
    }
  })

  test('its requests for many certificates, by other hashes, and signed ones are read', () => {
    const serials = [1, 127, 128, 0xffff].flatMap((serial) => ['-serial', String(serial)])
    const { certIds } = asked(...serials, '-sha512', '-cert', 'entity.pem')
    assert.deepEqual(
      certIds.map(({ hashAlgorithm, serialNumber }) => [hashAlgorithm, serialNumber.toHex()]),
      [
        ...['01', '7f', '80', 'ffff'].map((serial) => ['SHA1', serial]),
        ['unknown', entity.serialNumber.toHex()],
      ],
    )
    const [{ key, certificateDer }] = [responder]
    writeFile('client.pem', encodePem('CERTIFICATE', certificateDer))
    writeFile('client.key', key.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string)
    const signed = asked('-cert', 'entity.pem', '-signer', 'client.pem', '-signkey', 'client.key')
    assert.deepEqual(signed.certIds[0]?.serialNumber, entity.serialNumber)
  })

  test('it believes a delegated responder with a key of any kind', () => {
    for (const each of responders) {
      for (const option of ['-sha1', '-sha256']) {
        const request = asked(option, '-cert', 'entity.pem')
        assert.ok(request.nonce)
        const output = judged(answer(request, 'good', each))
        assert.match(output, believed)
        assert.doesNotMatch(output, /nonce verify|no nonce/i)
      }
    }
  })

  test('it says good, unknown, and revoked with each reason, as we said it', () => {
    const said = (status: OcspCertStatus, option = '-sha1') => {
      const about = ['-issuer', 'root.pem', option, '-cert', 'entity.pem']
      const output = judged(answer(asked(option, '-cert', 'entity.pem'), status), about)
      assert.match(output, believed)
      assert.doesNotMatch(output, /status times invalid/i)
      return output
    }
    assert.match(said('good'), /^entity\.pem: good$/m)
    assert.match(said('good', '-sha256'), /^entity\.pem: good$/m)
    assert.match(said('unknown'), /^entity\.pem: unknown$/m)
    for (const [reason, code] of Object.entries(revocationReasons) as [RevocationReason, number][]) {
      const output = said({ revokedAt, reason })
      assert.match(output, /^entity\.pem: revoked$/m)
      assert.match(output, /^\tRevocation Time: Jan {2}2 03:04:05 2026 GMT$/m)
      // By number: some versions have no name for some reasons.
      const number = /Revocation Reason: .+ \(0x([0-9a-f]+)\)/.exec(output)?.[1]
      assert.equal(number, reason === 'UNSPECIFIED' ? undefined : code.toString(16))
    }
  })

  test('it refuses another nonce, and a bit that is flipped anywhere in what is signed', () => {
    const other = { ...asked('-cert', 'entity.pem'), nonce: new Uint8Array(16) }
    assert.match(judged(answer(other, 'good')), /Nonce Verify error/)

    const request = asked('-cert', 'entity.pem')
    const response = answer(request, 'good')
    const basic = readOcspResponse(response).basic as ParsedBasicResponse
    const { signedDer, signature, signatureAlgorithm, certificateDers } = basic
    for (const at of [0.1, 0.5, 0.9]) assert.doesNotMatch(judged(flipped(response, signedDer, at)), believed)
    const forged = signature.slice()
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1
    assert.match(
      judged(assembleResponse(signedDer, signatureAlgorithm, forged, certificateDers)),
      /Response Verify Failure/,
    )
    assert.match(judged(response), believed)
  })

  test('it refuses whoever is no responder of this CA', () => {
    const request = asked('-cert', 'entity.pem')
    const { key } = responder
    const asEntity = { ...responder, certificateDer: issue(profileOf(), root.signing, key) }
    assert.match(judged(answer(request, 'good', asEntity)), /missing ocspsigning usage/)
    const elsewhere = issueRoot()
    const stranger = issue(profileOf({ kind: 'responder' }), elsewhere.signing, key)
    const fromElsewhere = answer(request, 'good', { ...responder, certificateDer: stranger })
    assert.doesNotMatch(judged(fromElsewhere), believed)
  })

  test('it understands why there is no answer', () => {
    asked('-cert', 'entity.pem')
    const names = {
      malformedRequest: 'malformedrequest (1)',
      internalError: 'internalerror (2)',
      tryLater: 'trylater (3)',
      unauthorized: 'unauthorized (6)',
    }
    for (const [status, name] of Object.entries(names)) {
      const output = judged(ocspFailures[status as keyof typeof names])
      assert.ok(output.includes(`Responder Error: ${name}`), output)
    }
  })

  test('its responses are read, by name and by key', () => {
    asked('-cert', 'entity.pem')
    const serial = entity.serialNumber.toHex().toUpperCase()
    writeFile('index.txt', `R\t491231235959Z\t260102030405Z,keyCompromise\t${serial}\tunknown\t/CN=Issued\n`)
    writeFile('responder.pem', encodePem('CERTIFICATE', responder.certificateDer))
    writeFile('responder.key', responder.key.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string)
    const signer = ['-rsigner', 'responder.pem', '-rkey', 'responder.key', '-ndays', '1']
    const files = ['-index', 'index.txt', '-CA', 'root.pem', '-reqin', 'request.der', '-respout', 'made.der']
    const respond = (...parameters: readonly string[]) => {
      const { output, status } = openssl(...files, ...signer, ...parameters)
      assert.equal(status, 0, output)
      const { basic } = readOcspResponse(readFile('made.der'))
      assert.deepEqual(basic?.responses[0]?.status, { revokedAt, reason: 'KEY_COMPROMISE' })
      assert.deepEqual(basic?.certificateDers, [responder.certificateDer])
      assert.equal(basic?.nonce?.length, 16)
      return basic?.responderId
    }
    const { subjectNameDer } = readCertificate(responder.certificateDer)
    assert.deepEqual(respond(), { nameDer: subjectNameDer })
    assert.deepEqual(respond('-resp_key_id'), { keyHash: keyHashOf(responder.key) })
  })
})
