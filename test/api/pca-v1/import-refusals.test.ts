import assert from 'node:assert/strict'
import { createPrivateKey, sign, webcrypto, X509Certificate } from 'node:crypto'
import { after, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities, pendingBody, unknownId } from '../samples.ts'
import { element, elementsIn, only, sequence } from './der.ts'
import {
  certify,
  extensionOf,
  nameConstraints,
  type OutsideAuthority,
  outsideBelow,
  outsideRoot,
  rsa2048,
  subtrees,
  withoutKeyCertSign,
} from './outside.ts'
import { bodyRefusals, type Refusal, refusals } from './refusals.ts'
import { pem, request } from './requests.ts'
import { createAuthority, ok, refused, showAuthority, shown } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const id = await createAuthority(server, pendingBody('Waiting'))
const { csr } = ok(await api('GET', `${authorities}/${id}/csr`)) as { csr: string }
const other = await createAuthority(server, pendingBody('Other'))
const { csr: otherCsr } = ok(await api('GET', `${authorities}/${other}/csr`)) as { csr: string }
const before = await showAuthority(server, id)

const root = await outsideRoot()
const rsaRoot = await outsideRoot({ subject: 'CN=RSA Root' }, rsa2048)
const namesake = await outsideRoot()
const middle = await outsideBelow(root, { subject: 'CN=Middle' })
const good = await certify(middle, csr)
const chain = middle.chain.join('')
const now = server.clock.now()
const at = (offsetMs: number) => new Date(now + offsetMs)

const bring = (certificate: unknown, certificate_chain?: unknown) =>
  api('POST', `${authorities}/${id}/import`, { certificate, certificate_chain })

const rsaHashes = { md5: '04', sha1: '05' }

/** The certificate signed anew with a weak hash: the identifiers of all hashes are of one length. */
async function weakened(
  hash: keyof typeof rsaHashes,
  certificate: string,
  { keys }: OutsideAuthority,
): Promise<string> {
  const oid = '2a864886f70d0101'
  const weaken = ({ whole }: { whole: Buffer }) =>
    Buffer.from(whole.toString('hex').replaceAll(`${oid}0b`, oid + rsaHashes[hash]), 'hex')
  const [toBeSigned, algorithm] = elementsIn(only(new X509Certificate(certificate).raw).content).map(weaken)
  assert.ok(toBeSigned && algorithm)
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const signature = sign(hash, toBeSigned, createPrivateKey({ key, format: 'der', type: 'pkcs8' }))
  const made = pem('CERTIFICATE', sequence(toBeSigned, algorithm, element(3, [0], signature)))
  assert.ok(new X509Certificate(made).verify(new X509Certificate(rsaRoot.pem).publicKey))
  return made
}

const derOf = (text: string): Buffer => Buffer.from(new X509Certificate(text).raw)
const broken = (text: string) => {
  const der = derOf(text)
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 1
  return pem('CERTIFICATE', der)
}
const wrongKey = { status: 403, code: 'PCA.00030301', names: 'certificate' }
const refusedAs = (code: string, names: string) => (rows: Record<string, readonly [unknown, unknown?]>) =>
  Object.entries(rows).map(
    ([what, [certificate, given]]): Refusal => ({
      what,
      send: () => bring(certificate, given),
      code,
      names,
    }),
  )

const notOneCertificate: readonly unknown[] = [
  undefined,
  null,
  '',
  5,
  true,
  {},
  [good],
  'hello',
  '-----BEGIN CERTIFICATE-----',
  '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
  good + good,
  good + root.pem,
  `junk\n${good}`,
  `${good}junk`,
  good.replace('\nMI', '\n*!'),
  csr,
  pem('TRUSTED CERTIFICATE', derOf(good)),
  good + ' '.repeat(32_768),
  pem('CERTIFICATE', Buffer.from([0x30, 0])),
  pem('CERTIFICATE', derOf(good).subarray(0, -3)),
  pem('CERTIFICATE', Buffer.concat([derOf(good), Buffer.from([5, 0])])),
]
const junk: Record<string, readonly [unknown]> = Object.fromEntries(
  notOneCertificate.map((value, index) => [`certificate ${index}: ${shown(value)}`, [value]]),
)

const rows: Refusal[] = [
  ...bodyRefusals((body) => api('POST', `${authorities}/${id}/import`, body)),
  ...refusedAs(
    'PCA.00020402',
    'certificate',
  )({
    ...junk,
    'no CA': [await certify(middle, csr, { isAuthority: false }), chain],
    'usages without keyCertSign': [await certify(middle, csr, { usages: withoutKeyCertSign }), chain],
    expired: [await certify(middle, csr, { notAfter: at(-1000) }), chain],
    'expired just now': [await certify(middle, csr, { notAfter: at(0) }), chain],
    'SHA-1, EC': [await certify(middle, csr, { hash: 'SHA-1' }), chain],
    'SHA-1, without chain': [await certify(middle, csr, { hash: 'SHA-1' })],
    'SHA-1, RSA': [await weakened('sha1', await certify(rsaRoot, csr), rsaRoot), rsaRoot.pem],
    'MD5, without chain': [await weakened('md5', await certify(rsaRoot, csr), rsaRoot)],
    MD5: [await weakened('md5', await certify(rsaRoot, csr), rsaRoot), rsaRoot.pem],
    'a broken signature, with its chain': [broken(good), chain],
    'the chain is that of a namesake': [await certify(root, csr), namesake.pem],
    'the chain starts one too high': [good, root.pem],
    'the chain starts with the certificate itself': [good, good + chain],
    'name constraints that are none': [
      await certify(middle, csr, { extensions: [extensionOf('2.5.29.30', Buffer.of(5, 0))] }),
      chain,
    ],
    'a network of 5 octets': [
      await certify(middle, csr, { extensions: [nameConstraints([subtrees.ip(10, 0, 0, 0, 255)])] }),
      chain,
    ],
    'a permitted domain outside ASCII': [
      await certify(middle, csr, { extensions: [nameConstraints([subtrees.dns('ä.test')])] }),
      chain,
    ],
    'an extension twice': [
      await certify(middle, csr, {
        extensions: [extensionOf('1.2.3', Buffer.of(5, 0)), extensionOf('1.2.3', Buffer.of(5, 0))],
      }),
      chain,
    ],
  }),
  ...(
    [
      ["another CA's certificate, of this account", await certify(middle, otherCsr), chain],
      ["a stranger's certificate", (await outsideBelow(middle, { subject: 'CN=Waiting' })).pem, chain],
      ["another key's, without chain", await certify(middle, request()), ''],
      ["the chain's own first", middle.pem, root.pem],
    ] as const
  ).map(
    ([what, certificate, given]): Refusal => ({ what, send: () => bring(certificate, given), ...wrongKey }),
  ),
  {
    what: 'unknown CA',
    send: () => api('POST', `${authorities}/${unknownId}/import`, { certificate: good }),
    status: 404,
    code: 'PCA.00030102',
  },
  {
    what: 'unknown CA and a bad certificate: the body comes first',
    send: () => api('POST', `${authorities}/${unknownId}/import`, { certificate: 'x' }),
    code: 'PCA.00020402',
  },
]
refusals('import: the certificate', api, rows)

test('the CA waits as before, and takes the good certificate', async () => {
  assert.deepEqual(await showAuthority(server, id), before)
  assert.equal((await bring(good, chain)).status, 204)
})

test('the certificate that all this was done to is a good one', async () => {
  // judged to the end: it is refused for another CA's key only
  const path = `${authorities}/${other}/import`
  const answer = await api('POST', path, { certificate: good, certificate_chain: chain })
  refused(answer, 403, 'PCA.00030301', 'certificate')
})
