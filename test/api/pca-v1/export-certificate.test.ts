import assert from 'node:assert/strict'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { certificates, unknownId } from '../samples.ts'
import { bodyRefusals, fieldRefusals, refusals } from './refusals.ts'
import { ecKeys, request } from './requests.ts'
import {
  bad,
  createRoot,
  createSubordinate,
  exportBody,
  issue,
  ok,
  showCertificate,
  unchanged,
} from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const middle = await createSubordinate(server, root, { path_length: 1 }, 'Middle')
const low = await createSubordinate(server, middle, {}, 'Low')
const certificate = await issue(server, low)
const exportIt = (id: string, body: unknown) => api('POST', `${certificates}/${id}/export`, body)
const exported = async (id: string, changes: object = {}) =>
  ok(await exportIt(id, { ...exportBody, ...changes }))

const pemOf = (label: string) =>
  new RegExp(
    `^-----BEGIN ${label}-----\\r\\n(?:[A-Za-z0-9+/=]{1,64}\\r\\n)+-----END ${label}-----(?:\\r\\n)?$`,
  )
const blocks = (text: string) => text.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []

suite('export a certificate', () => {
  for (const type of ['APACHE', 'NGINX', 'OTHER', 'apache', 'nginx', 'other', 'Other']) {
    for (const isCompressed of ['false', false]) {
      test(`${type}, is_compressed ${JSON.stringify(isCompressed)}: certificate, chain, key`, async () => {
        const answer = await exported(certificate, { type, is_compressed: isCompressed })
        assert.deepEqual(Object.keys(answer).sort(), ['certificate', 'certificate_chain', 'private_key'])
        assert.match(answer.certificate, pemOf('CERTIFICATE'))
        assert.equal(blocks(answer.certificate_chain).length, 3)
      })
    }
  }

  test('the chain leads from the issuing CA to the root, each signed by the next', async () => {
    const answer = await exported(certificate)
    const path = blocks(answer.certificate + answer.certificate_chain).map((pem) => new X509Certificate(pem))
    for (const [index, each] of path.entries()) {
      const issuer = path[index + 1] ?? each
      assert.ok(each.checkIssued(issuer))
      assert.ok(each.verify(issuer.publicKey))
      assert.equal(each.ca, index > 0)
    }
    assert.doesNotMatch(answer.certificate_chain.replaceAll('\r\n', ''), /[\r\n]/)
  })

  test('it is the certificate of the details', async () => {
    const x509 = new X509Certificate((await exported(certificate)).certificate)
    const { serial_number, not_before, not_after } = await showCertificate(server, certificate)
    assert.equal(BigInt(`0x${x509.serialNumber}`).toString(), serial_number)
    assert.equal(x509.validFromDate.getTime(), not_before)
    assert.equal(x509.validToDate.getTime(), not_after)
  })

  const algorithms = [
    ['RSA2048', 'RSA PRIVATE KEY'],
    ['EC256', 'EC PRIVATE KEY'],
    ['EC384', 'EC PRIVATE KEY'],
  ] as const
  for (const [algorithm, label] of algorithms) {
    test(`${algorithm}: the key is the certificate's, as ${label}; with a password it is encrypted`, async () => {
      const id = await issue(server, low, { key_algorithm: algorithm })
      const plain = await exported(id)
      assert.match(plain.private_key, pemOf(label))
      const { publicKey } = new X509Certificate(plain.certificate)
      assert.ok(new X509Certificate(plain.certificate).checkPrivateKey(createPrivateKey(plain.private_key)))
      const passphrase = 'pässword "32" 中文 ____________'
      const sealed = await exported(id, { password: passphrase })
      assert.match(sealed.private_key, pemOf('ENCRYPTED PRIVATE KEY'))
      const opened = createPrivateKey({ key: sealed.private_key, passphrase })
      assert.ok(opened.equals(createPrivateKey(plain.private_key)))
      assert.equal(opened.asymmetricKeyType, publicKey.asymmetricKeyType)
      assert.throws(() => createPrivateKey({ key: sealed.private_key, passphrase: 'wrong' }))
    })
  }

  test('by CSR: no key, and no word of one', async () => {
    const body = { issuer_id: low, csr: request({ keys: ecKeys() }), validity: { type: 'DAY', value: 1 } }
    const { certificate_id } = ok(await api('POST', `${certificates}/csr`, body))
    for (const changes of [{}, { password: 'secret' }]) {
      const answer = await exported(certificate_id, changes)
      assert.deepEqual(Object.keys(answer).sort(), ['certificate', 'certificate_chain'])
    }
  })

  const ignored: [string, object][] = [
    ['password null', { password: null }],
    ['password ""', { password: '' }],
    ['is_sm_standard', { is_sm_standard: 'x' }],
    ['an unknown field', { x: 1 }],
  ]
  for (const [what, changes] of ignored) {
    test(`${what} changes nothing`, async () => {
      assert.deepEqual(await exported(certificate, changes), await exported(certificate))
    })
  }

  test('passwords of 1 and of 32 characters are taken', async () => {
    for (const password of ['x', 'x'.repeat(32)]) {
      const { private_key } = await exported(certificate, { password })
      createPrivateKey({ key: private_key, passphrase: password })
    }
  })

  test('a read changes nothing', () => unchanged(api, async () => void (await exported(certificate))))
})

const send = (body: unknown) => exportIt(certificate, body)

refusals('export a certificate', api, [
  ...fieldRefusals(send, exportBody, [
    ...bad('type', 'PCA.00020001', [
      undefined,
      null,
      '',
      'X',
      'APACHE2',
      ' APACHE',
      5,
      true,
      [],
      ['APACHE'],
      {},
    ]),
    ...bad('type', 'PCA.00020001', ['IIS', 'TOMCAT', 'iis', 'tomcat']),
    ...bad('is_compressed', 'PCA.00020001', [undefined, null, '', 'yes', 'TRUE', 'False', 0, 1, [], {}]),
    ...bad('password', 'PCA.00020001', ['x'.repeat(33), 'a\nb', 5, true, [], {}]),
  ]),
  ...bodyRefusals(send),
  {
    what: 'an unknown certificate',
    send: () => exportIt(unknownId, exportBody),
    status: 404,
    code: 'PCA.00030102',
  },
  {
    what: 'a wrong body, before the certificate is looked for',
    send: () => exportIt(unknownId, { ...exportBody, type: 'X' }),
    code: 'PCA.00020001',
  },
])
