import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { certificates } from '../samples.ts'
import { badRequests, goodRequests } from './bad-requests.ts'
import { printable, utf8 } from './der.ts'
import { bodyRefusals, type Refusal, refusals } from './refusals.ts'
import { commonName, ecKeys, nameOf, pem, request, rsaKeys, types } from './requests.ts'
import { everything, ok } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const send = (body: unknown) => api('POST', `${certificates}/csr/parse`, body)
const parse = async (csr: string) => ok(await send({ csr }))

suite('parse a CSR', () => {
  const keys = ecKeys()
  const rsa = rsaKeys()

  test('all six attributes, in whatever order they stand', async () => {
    const subject = nameOf(
      [types.commonName, utf8('中文.example.test')],
      [types.organizationalUnit, utf8('unit')],
      [types.organization, utf8('org')],
      [types.locality, printable('city')],
      [types.state, utf8('state')],
      [types.country, printable('cn')],
    )
    assert.deepEqual(await parse(request({ keys, subject })), {
      distinguished_name: {
        country: 'cn',
        state: 'state',
        locality: 'city',
        organization: 'org',
        organizational_unit: 'unit',
        common_name: '中文.example.test',
      },
      public_key: pem('PUBLIC KEY', keys.publicKey.export({ type: 'spki', format: 'der' })).replaceAll(
        '\n',
        '\r\n',
      ),
      key_algorithm: 'EC',
      key_algorithm_length: 256,
      signature_algorithm: 'SHA256withECDSA',
    })
  })

  test('absent attributes are null', async () => {
    const { distinguished_name } = await parse(request({ keys, subject: commonName('only') }))
    assert.deepEqual(distinguished_name, {
      country: null,
      state: null,
      locality: null,
      organization: null,
      organizational_unit: null,
      common_name: 'only',
    })
  })

  const algorithms = [
    [rsa, 'sha256', 'RSA', 2048, 'SHA256withRSA'],
    [rsa, 'sha384', 'RSA', 2048, 'SHA384withRSA'],
    [rsa, 'sha512', 'RSA', 2048, 'SHA512withRSA'],
    [rsaKeys(3072), 'sha256', 'RSA', 3072, 'SHA256withRSA'],
    [keys, 'sha512', 'EC', 256, 'SHA512withECDSA'],
    [ecKeys('P-384'), 'sha384', 'EC', 384, 'SHA384withECDSA'],
    [ecKeys('P-521'), 'sha512', 'EC', 521, 'SHA512withECDSA'],
  ] as const
  for (const [pair, hash, family, bits, signature] of algorithms) {
    test(`${family} ${bits}, ${signature}`, async () => {
      const parsed = await parse(request({ keys: pair, hash }))
      assert.equal(parsed.key_algorithm, family)
      assert.equal(parsed.key_algorithm_length, bits)
      assert.equal(parsed.signature_algorithm, signature)
      const spki = pair.publicKey.export({ type: 'spki', format: 'der' })
      assert.equal(parsed.public_key, pem('PUBLIC KEY', spki).replaceAll('\n', '\r\n'))
    })
  }

  for (const [what, csr] of goodRequests) {
    test(`${what}: taken`, async () => void (await parse(csr)))
  }

  test('it changes nothing, and uses no quota', async () => {
    const before = await everything(api)
    await parse(request({ keys }))
    assert.deepEqual(await everything(api), before)
  })
})

refusals('parse a CSR', api, [
  ...badRequests.map(
    ([what, csr]): Refusal => ({ what, send: () => send({ csr }), code: 'PCA.00020401', names: 'csr' }),
  ),
  ...bodyRefusals(send),
])
