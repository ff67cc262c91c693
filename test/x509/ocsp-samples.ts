import { hash, sign } from 'node:crypto'
import { type RevocationReason, revocationReasons } from '../../src/domain/model/revocation.ts'
import { assembleResponse } from '../../src/x509/ocsp-response.ts'
import {
  encodeToBeSignedResponse,
  type OcspResponseFields,
  type OcspSingleResponse,
} from '../../src/x509/ocsp-response-data.ts'
import type { OcspCertStatus } from '../../src/x509/ocsp-status.ts'
import { readPublicKey } from '../../src/x509/public-key.ts'
import { element } from './der.ts'
import { craftedCertId, craftedOcspRequest, nonceExtension, oids, single } from './ocsp-crafted.ts'
import type { Random } from './random.ts'
import {
  type Authority,
  randomAuthority,
  randomSerialNumber,
  randomTime,
  rootCertificate,
  type SampleKey,
} from './samples.ts'

/** What a responder is known by in its responses. */
export const keyHashOf = ({ publicKeyDer }: SampleKey): Uint8Array =>
  new Uint8Array(hash('sha1', readPublicKey(publicKeyDer).keyBits, 'buffer'))

export function randomCertId(random: Random): Uint8Array {
  const size = random.pick([20, 32, 64])
  return craftedCertId({
    hash: { 20: oids.sha1, 32: oids.sha256, 64: oids.sha512 }[size] ?? '',
    nameHash: random.octets(size),
    keyHash: random.octets(size),
    serialNumber: element(2, [0], Uint8Array.from([0x80, ...randomSerialNumber(random)])),
    ...(random.chance(0.3) && { parameters: new Uint8Array() }),
  })
}

export function randomOcspRequest(random: Random): Uint8Array {
  const count = random.pick([1, 1, 2, 16])
  return craftedOcspRequest({
    requests: Array.from({ length: count }, () => single(randomCertId(random))),
    ...(random.chance(0.5) && { extensions: [nonceExtension(random.between(1, 128))] }),
    ...(random.chance(0.2) && { requestor: element(0xa1, element(0x82, 'client.example')) }),
  })
}

const reasons = Object.keys(revocationReasons) as RevocationReason[]

function randomStatus(random: Random): OcspCertStatus {
  const revoked = { revokedAt: randomTime(random), reason: random.pick([null, ...reasons]) }
  return random.pick<OcspCertStatus>(['good', 'unknown', revoked])
}

function randomSingleResponse(random: Random): OcspSingleResponse {
  return {
    certIdDer: randomCertId(random),
    status: randomStatus(random),
    thisUpdate: randomTime(random),
    nextUpdate: random.chance(0.8) ? randomTime(random) : null,
  }
}

export interface SampleOcspResponse {
  readonly der: Uint8Array
  readonly fields: OcspResponseFields
  readonly authority: Authority
  readonly certificateDers: readonly Uint8Array[]
}

/** A response that its authority itself signed, with its certificate or without. */
export function randomOcspResponse(
  random: Random,
  authority: Authority = randomAuthority(random),
): SampleOcspResponse {
  const fields = {
    responderKeyHash: keyHashOf(authority.key),
    producedAt: randomTime(random),
    responses: Array.from({ length: random.between(1, 4) }, () => randomSingleResponse(random)),
    nonce: random.chance(0.5) ? random.octets(random.between(1, 128)) : null,
  }
  const certificateDers = random.some([rootCertificate(authority)])
  return { der: signResponse(fields, authority, certificateDers), fields, authority, certificateDers }
}

export function signResponse(
  fields: OcspResponseFields,
  { key, algorithm }: Pick<Authority, 'key' | 'algorithm'>,
  certificateDers: readonly Uint8Array[],
): Uint8Array {
  const toBeSigned = encodeToBeSignedResponse(fields)
  const signature = sign(algorithm.hash.toLowerCase(), toBeSigned, key.privateKey)
  return assembleResponse(toBeSigned, algorithm, signature, certificateDers)
}
