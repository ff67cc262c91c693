import { hash } from 'node:crypto'
import { serialOctets } from '../src/domain/model/serial-number.ts'
import { readCertificate } from '../src/x509/certificate.ts'
import { element } from '../test/x509/der.ts'
import { craftedCertId, craftedOcspRequest, single } from '../test/x509/ocsp-crafted.ts'
import { createRoot, issueRequest } from './http-issuing.ts'
import { ask } from './load.ts'
import { freePort, type RunningProduct, startProduct } from './product.ts'

export interface IssuedCertificate {
  readonly id: string
  /** In decimal, as the API shows it. */
  readonly serialNumber: string
  /** An OCSP request about it, in DER, without a nonce. */
  readonly question: Uint8Array
}

/** The product with a CA whose certificates name its list and its responder, both on a listener of their own. */
export interface RevokingProduct extends RunningProduct {
  readonly publicPort: number
  /** Where the CA's responder and its list are to be found. */
  readonly responderPath: string
  readonly listPath: string
  readonly certificates: readonly IssuedCertificate[]
}

const settings = { 'log-level': 'error', 'rsa4096-pool-size': '0' }

/** Of so many certificates, 1,000 at most. */
export async function startRevokingProduct(count: number): Promise<RevokingProduct> {
  const publicPort = await freePort()
  const product = await startProduct({ ...settings, 'pki-listen': `http://127.0.0.1:${publicPort}` })
  const authorityId = await createRoot(product)
  const bucket = await enableList(product, authorityId)
  for (let issued = 0; issued < count; issued += 1) {
    await ask(product.port, product.credentials, issueRequest(authorityId, 'EC256'))
  }
  const questionOf = await questionsOf(`http://127.0.0.1:${publicPort}/pki/${authorityId}.crt`)
  const certificates = await listCertificates(product)
  return {
    ...product,
    publicPort,
    responderPath: `/ocsp/${authorityId}`,
    listPath: `/crl/${bucket}/${authorityId}.crl`,
    certificates: certificates.map((certificate) => ({
      ...certificate,
      question: questionOf(certificate.serialNumber),
    })),
  }
}

const authorities = '/v1/private-certificate-authorities'

/** Switches list and responder on; resolves to the bucket. */
async function enableList({ port, credentials }: RunningProduct, id: string): Promise<string> {
  const call = (method: string, path: string, body: object = {}) =>
    ask(port, credentials, { method, path: `${authorities}${path}`, body: JSON.stringify(body) })
  await call('POST', '/agencies')
  const { obs_buckets } = JSON.parse(await call('GET', '/obs/buckets')) as {
    obs_buckets: { bucket_name: string }[]
  }
  const bucket = obs_buckets[0]?.bucket_name ?? ''
  await call('POST', `/${id}/crl/enable`, { obs_bucket_name: bucket, valid_days: 7 })
  await call('POST', `/${id}/ocsp/switch`, { ocsp_switch: true })
  return bucket
}

async function listCertificates({ port, credentials }: RunningProduct) {
  const request = { method: 'GET', path: '/v1/private-certificates', query: { limit: '1000' }, body: '' }
  const { certificates } = JSON.parse(await ask(port, credentials, request)) as {
    certificates: { certificate_id: string; serial_number: string }[]
  }
  return certificates.map(({ certificate_id: id, serial_number: serialNumber }) => ({ id, serialNumber }))
}

/** Makes questions to the CA whose certificate is there (RFC 6960 §4.1.1). */
async function questionsOf(url: string): Promise<(serialNumber: string) => Uint8Array> {
  const der = new Uint8Array(await (await fetch(url)).arrayBuffer())
  const { subjectNameDer, publicKey } = readCertificate(der)
  const issuer = { nameHash: sha1(subjectNameDer), keyHash: sha1(publicKey.keyBits) }
  return (serialNumber) => {
    const certId = craftedCertId({ ...issuer, serialNumber: integer(serialOctets(serialNumber)) })
    return craftedOcspRequest({ requests: [single(certId)] })
  }
}

const sha1 = (octets: Uint8Array) => new Uint8Array(hash('sha1', octets, 'buffer'))

const integer = (octets: Uint8Array) =>
  element(2, (octets[0] ?? 0) > 127 ? Uint8Array.of(0, ...octets) : octets)
