import { readCertificate } from '../../src/x509/certificate.ts'
import { readCertificateRequest } from '../../src/x509/certificate-request.ts'
import { MalformedError } from '../../src/x509/malformed.ts'
import { readOcspRequest } from '../../src/x509/ocsp-request.ts'
import { readOutsideCertificate } from '../../src/x509/outside-certificate.ts'
import { readOcspResponse } from '../../src/x509/parsed-ocsp-response.ts'
import { readRevocationList } from '../../src/x509/parsed-revocation-list.ts'
import { decodePem, encodePem } from '../../src/x509/pem.ts'
import { findPem } from '../../src/x509/pem-search.ts'
import { privateKeyForm } from '../../src/x509/private-key-form.ts'
import { rsaKeys } from '../api/pca-v1/requests.ts'
import { make } from '../api/scm-v3/certificates.ts'
import { extension, requestFor } from './crafted.ts'
import { element, hex } from './der.ts'
import { mutateOctets, mutateTree, nodesOf, parseTree } from './mutation.ts'
import { randomOcspRequest, randomOcspResponse } from './ocsp-samples.ts'
import { Random } from './random.ts'
import { randomCertificate, randomRequest, randomRevocationList } from './samples.ts'

/**
 * Feeds mutated input to the readers, in a process of its own so that its memory is its own. Prints one line of JSON;
 * ends with an error, and the input in hexadecimal, where a reader throws anything but MalformedError.
 */
export interface FuzzReport {
  readonly inputs: number
  readonly accepted: number
  /** How many different reasons there were: how far into the readers the inputs got. */
  readonly reasons: number
  readonly slowestMs: number
  readonly peakMegabytes: number
}

interface Sample {
  readonly der: Uint8Array
  readonly label: string
  readonly read: (der: Uint8Array) => unknown
}

const [inputs = 0, seed = 0] = process.argv.slice(2).map(Number)
const random = new Random(seed)
const samples = makeSamples()
const nodes = samples.map(({ der }) => nodesOf(parseTree(der)))
const donors = nodes.flat()
const texts = samples.map(({ der, label }) => Buffer.from(encodePem(label, der)))
const reasons = new Set<string>()
let accepted = 0
let slowestMs = 0

for (let count = 0; count < inputs; count++) {
  const index = random.below(samples.length)
  if (random.chance(0.1)) tryText(random.pick(texts), random.pick(texts))
  else tryDer(index)
}

const report: FuzzReport = {
  inputs,
  accepted,
  reasons: reasons.size,
  slowestMs,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
}
console.log(JSON.stringify(report))

function makeSamples(): Sample[] {
  const made: Sample[] = []
  for (let count = 0; count < 12; count++) {
    made.push({ der: randomCertificate(random).der, label: 'CERTIFICATE', read: readCertificate })
    made.push({ der: randomRequest(random).der, label: 'CERTIFICATE REQUEST', read: readCertificateRequest })
    const outside = randomCertificate(random).der
    made.push({ der: outside, label: 'CERTIFICATE', read: readOutsideCertificate })
    const list = randomRevocationList(random, undefined, random.below(4))
    made.push({ der: list.der, label: 'X509 CRL', read: readRevocationList })
    made.push({ der: randomOcspRequest(random), label: 'OCSP REQUEST', read: readOcspRequest })
    made.push({ der: randomOcspResponse(random).der, label: 'OCSP RESPONSE', read: readOcspResponse })
  }
  const [pss, key] = signedWithPss()
  return [
    ...made,
    { der: pss, label: 'CERTIFICATE', read: readOutsideCertificate },
    { der: key, label: 'PRIVATE KEY', read: privateKeyForm },
    { der: requestForEverything(), label: 'CERTIFICATE REQUEST', read: readCertificateRequest },
  ]
}

/** The engine itself writes no such certificate; and its key. */
function signedWithPss(): [certificate: Uint8Array, key: Uint8Array] {
  const made = make({ keys: rsaKeys(1024), scheme: 'SHA256withRSAandMGF1', dns: ['a.test'] })
  return [made.der, made.keys.privateKey.export({ type: 'pkcs8', format: 'der' })]
}

/** A request with an alternative name of each kind, which the engine itself does not write. */
function requestForEverything(): Uint8Array {
  const names = [
    '8201 61',
    '8103 614062',
    '8605 613a2f2f62',
    '8704 c0000201',
    'a400',
    '8801 2a',
    'a007 06022a03a0010c00',
  ]
  const list = element(0x30, ...names.map((name) => hex(name)), element(0x87, new Uint8Array(16)))
  return requestFor(
    extension('2.5.29.17', list),
    extension('2.5.29.15', hex('030205a0'), hex('0101ff')),
    extension('2.5.29.37', hex('300a06082b06010505070301')),
    extension('2.5.29.19', hex('30060101ff020100')),
  )
}

function tryDer(index: number): void {
  const { der, read } = samples[index] as Sample
  const donor = (samples[random.below(samples.length)] as Sample).der
  const input = random.chance(0.6)
    ? mutateTree(random, nodes[index] ?? [], donors)
    : mutateOctets(random, der, donor)
  attempt(input, () => read(input))
}

function tryText(text: Uint8Array, donor: Uint8Array): void {
  const input = mutateOctets(random, text, donor)
  const read = Buffer.from(input).toString('latin1')
  attempt(input, () => decodePem(read))
  attempt(input, () => findPem(read, { maximumLength: 1_000_000, maximumBlocks: 20 }))
}

function attempt(input: Uint8Array, read: () => unknown): void {
  const start = process.threadCpuUsage()
  try {
    read()
    accepted++
  } catch (error) {
    if (!(error instanceof MalformedError)) throw new Error(`on ${input.toHex()}`, { cause: error })
    reasons.add(error.message.replaceAll(/0x[0-9a-f]+|[0-9.]+/g, '#'))
  }
  const { user, system } = process.threadCpuUsage(start)
  slowestMs = Math.max(slowestMs, (user + system) / 1000)
}
