import 'reflect-metadata'
import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { Pkcs10CertificateRequest, type SubjectAlternativeNameExtension } from '@peculiar/x509'
import type { ApiAnswer } from '../client.ts'
import { alternativeNames, dns, ecKeys, request, rsaKeys } from '../pca-v1/requests.ts'
import { done, ok, refused, withField } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'

const csrs = '/v3/scm/csr'
const body = {
  name: 'shop',
  domain_name: 'shop.example.test',
  private_key_algo: 'EC_P256',
  usage: 'PERSONAL',
}
const company = {
  company_country: 'CN',
  company_province: 'Sichuan',
  company_city: 'Chengdu',
  company_name: 'Example Ltd.',
}

const server = await startServer()
after(() => server.close())
const { api, clock } = server
const stranger = server.as(await server.addAccount('stranger'))

function created(answer: ApiAnswer) {
  assert.equal(answer.status, 201, `${answer.code} ${answer.message}`)
  return answer.body
}
const create = async (changes: object = {}) => created(await api('POST', csrs, { ...body, ...changes }))
const show = async (id: string) => ok(await api('GET', `${csrs}/${id}`))
const keyOf = async (id: string): Promise<string> =>
  ok(await api('GET', `${csrs}/${id}/private-key`)).private_key
const spki = (pem: string) =>
  createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'der' }).toString('hex')
const spkiOf = (parsed: Pkcs10CertificateRequest) => Buffer.from(parsed.publicKey.rawData).toString('hex')

suite('a CSR that is made here', async () => {
  for (const [algorithm, label] of [
    ['EC_P256', 'P-256'],
    ['EC_P384', 'P-384'],
    ['RSA_2048', 2048],
    ['RSA_3072', 3072],
  ] as const) {
    test(`${algorithm}: is signed by its own key and says what was asked for`, async () => {
      const sans = 'www.example.test; 192.0.2.7;*.example.test;SHOP.example.test'
      const asked = { ...company, private_key_algo: algorithm, usage: 'ENTERPRISE', sans }
      const { csr: none, ...made } = await create(asked)
      assert.equal(none, undefined)
      assert.match(made.id, /^[0-9a-f]{32}$/)
      const { id, create_time, update_time, ...said } = made
      assert.deepEqual(said, { ...body, ...asked })
      assert.deepEqual([create_time, update_time], [clock.now(), clock.now()])
      const { csr, ...shown } = await show(id)
      assert.deepEqual(shown, made)

      const parsed = new Pkcs10CertificateRequest(csr)
      assert.equal(await parsed.verify(), true)
      assert.equal(parsed.subject, 'C=CN, ST=Sichuan, L=Chengdu, O=Example Ltd., CN=shop.example.test')
      const names = (parsed.getExtension('2.5.29.17') as SubjectAlternativeNameExtension).names.toJSON()
      assert.deepEqual(names, [
        { type: 'dns', value: 'shop.example.test' },
        { type: 'dns', value: 'www.example.test' },
        { type: 'ip', value: '192.0.2.7' },
        { type: 'dns', value: '*.example.test' },
      ])
      const key = await keyOf(id)
      assert.match(key, /^-----BEGIN PRIVATE KEY-----\n/)
      assert.equal(spki(key), spkiOf(parsed))
      const details = createPublicKey(createPrivateKey(key)).export({ format: 'jwk' })
      assert.equal(details.crv ?? Buffer.from(details.n ?? '', 'base64url').length * 8, label)
    })
  }

  test('of a person needs no company, and says nothing of one', async () => {
    const { id } = await create({ domain_name: '2001:db8::1' })
    const shown = await show(id)
    assert.deepEqual([shown.sans, shown.company_name, shown.company_country], ['', null, null])
    const parsed = new Pkcs10CertificateRequest(shown.csr)
    assert.equal(parsed.subject, 'CN=2001:db8::1')
  })

  for (const [field, value, status, code, named = field] of [
    ['name', 'a b', 400, 'SCM.0032'],
    ['name', 'x'.repeat(64), 400, 'SCM.0032'],
    ['name', undefined, 400, 'SCM.0032'],
    ['domain_name', undefined, 400, 'SCM.0005'],
    ['domain_name', 'a..b', 400, 'SCM.0015'],
    ['domain_name', 'x'.repeat(64), 400, 'SCM.0005'],
    ['sans', 'ok.test;-bad-.*', 400, 'SCM.0015'],
    ['sans', Array.from({ length: 100 }, (_, n) => `n${n}.test`).join(';'), 400, 'SCM.0005'],
    ['private_key_algo', 'SM2', 400, 'SCM.0005'],
    ['private_key_algo', 'RSA_1024', 400, 'SCM.0005'],
    ['usage', 'COMPANY', 400, 'SCM.0005'],
    ['usage', 'ENTERPRISE', 400, 'SCM.0005', 'company_country'],
    ['company_country', 'CHN', 400, 'SCM.0005'],
    ['company_name', 'x'.repeat(65), 400, 'SCM.0005'],
    ['company_city', 'a\nb', 400, 'SCM.0005'],
  ] as const) {
    test(`${field} ${JSON.stringify(value)?.slice(0, 40)} → ${status} ${code}`, async () => {
      const before = ok(await api('GET', csrs)).total
      refused(await api('POST', csrs, withField(body, field, value)), status, code, named)
      assert.equal(ok(await api('GET', csrs)).total, before)
    })
  }
})

suite('the store', async () => {
  test('lists, filters and pages', async () => {
    const account = server.as(await server.addAccount('lister'))
    const ids: string[] = []
    for (const [name, algorithm] of [
      ['web-1', 'EC_P256'],
      ['web-2', 'EC_P384'],
      ['mail', 'EC_P256'],
    ] as const) {
      clock.advance(1000)
      ids.unshift(created(await account('POST', csrs, { ...body, name, private_key_algo: algorithm })).id)
    }
    const list = async (query = '') => {
      const { csr_list, total } = ok(await account('GET', `${csrs}${query}`))
      for (const { csr } of csr_list) assert.match(csr, /^-----BEGIN CERTIFICATE REQUEST-----\n/)
      return [total, ...csr_list.map(({ id }: { id: string }) => ids.indexOf(id))]
    }
    assert.deepEqual(await list(), [3, 0, 1, 2])
    assert.deepEqual(await list('?limit=50&offset=1'), [3, 1, 2])
    assert.deepEqual(await list('?offset=100'), [3])
    assert.deepEqual(await list('?name=WEB'), [2, 1, 2])
    assert.deepEqual(await list('?name=web&private_key_algo=EC_P384'), [1, 1])
    refused(await account('GET', `${csrs}?limit=0`), 400, 'SCM.0005', 'limit')
  })

  test('renames, and nothing else', async () => {
    const { id } = await create()
    const before = await show(id)
    clock.advance(5000)
    const renamed = ok(await api('PUT', `${csrs}/${id}`, { name: 'renamed', usage: 'ENTERPRISE' }))
    assert.deepEqual(renamed, { ...before, name: 'renamed', update_time: clock.now() })
    assert.deepEqual(await show(id), renamed)
    refused(await api('PUT', `${csrs}/${id}`, { name: '' }), 400, 'SCM.0032', 'name')
  })

  test('deletes with the key', async () => {
    const { id } = await create()
    const rows = () => server.world.database.read(server.credentials.domain.id, ({ keys }) => keys.find(id))
    assert.ok(await rows())
    done(await api('DELETE', `${csrs}/${id}`))
    assert.equal(await rows(), undefined)
    for (const [method, path, sent] of calls(id)) refused(await api(method, path, sent), 404, 'SCM.0707')
  })

  const calls = (id: string) =>
    [
      ['GET', `${csrs}/${id}`],
      ['PUT', `${csrs}/${id}`, { name: 'abc' }],
      ['DELETE', `${csrs}/${id}`],
      ['GET', `${csrs}/${id}/private-key`],
    ] as const

  test("another account's is unknown, and an id of another form no id", async () => {
    const { id } = await create()
    for (const [method, path, sent] of calls(id)) {
      const [theirs, nobodys] = [
        await stranger(method, path, sent),
        await stranger(method, path.replace(id, 'f'.repeat(32)), sent),
      ]
      refused(theirs, 404, 'SCM.0707')
      assert.deepEqual(theirs.body, nobodys.body)
      refused(await api(method, path.replace(id, 'short'), sent), 400, 'SCM.0005', 'id')
    }
    await show(id)
  })

  test('tells the trail of a key that leaves, before it leaves', async () => {
    const { id } = await create()
    await keyOf(id)
    const { records } = ok(await api('GET', `/v1/audit/records?object_id=${id}`))
    const acts = records.map(({ operation }: { operation: string }) => operation)
    assert.deepEqual(acts, ['exportRequestKey', 'createRequest'])
  })

  test('is full at 1000', async () => {
    const identity = await server.addAccount('hoarder')
    const hoarder = server.as(identity)
    const { id } = created(await hoarder('POST', csrs, body))
    const accountId = ok(await hoarder('GET', '/v3/auth/domains')).domains[0].id
    await server.world.database.write(accountId, async ({ quotas }) => {
      for (let taken = 1; taken < 1000; taken++) await quotas.take('CERTIFICATE_REQUEST', 1000)
    })
    refused(await hoarder('POST', csrs, body), 403, 'SCM.0004')
    refused(await hoarder('POST', `${csrs}/upload`, { name: 'abc', csr: request() }), 403, 'SCM.0004')
    done(await hoarder('DELETE', `${csrs}/${id}`))
    created(await hoarder('POST', csrs, body))
  })
})

suite('a CSR that is uploaded', async () => {
  const upload = (fields: object) => api('POST', `${csrs}/upload`, { name: 'brought', ...fields })
  const pemOf = (keys: ReturnType<typeof ecKeys>, type: 'pkcs1' | 'sec1' | 'pkcs8') =>
    keys.privateKey.export({ type, format: 'pem' }).toString()

  for (const [what, keys, type, algorithm] of [
    ['EC in SEC 1', ecKeys('P-521'), 'sec1', 'EC_P521'],
    ['EC in PKCS #8', ecKeys(), 'pkcs8', 'EC_P256'],
    ['RSA in PKCS #1', rsaKeys(), 'pkcs1', 'RSA_2048'],
  ] as const) {
    test(`with its key, ${what}: is kept with it`, async () => {
      const csr = request({ keys, extensions: [alternativeNames(dns('a.test'), dns('b.test'))] })
      const answer = ok(await upload({ csr: csr.replaceAll('\n', '\r\n'), private_key: pemOf(keys, type) }))
      assert.deepEqual(Object.keys(answer).sort(), ['create_time', 'id', 'name'])
      const shown = await show(answer.id)
      assert.equal(shown.csr, csr)
      const { domain_name, sans, private_key_algo, usage } = shown
      assert.deepEqual(
        { domain_name, sans, private_key_algo, usage },
        {
          domain_name: 'csr.example.test',
          sans: 'a.test;b.test',
          private_key_algo: algorithm,
          usage: 'PERSONAL',
        },
      )
      assert.equal(await keyOf(answer.id), pemOf(keys, 'pkcs8'))
    })
  }

  test('without its key: is kept, and there is no key to show', async () => {
    const { id } = ok(await upload({ csr: request() }))
    refused(await api('GET', `${csrs}/${id}/private-key`), 400, 'SCM.0010', 'id')
  })

  const keys = ecKeys()
  const csr = request({ keys })
  const encrypted = keys.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
    .toString()
  const agreementKey = generateKeyPairSync('x25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  for (const [what, fields, code, parameter] of [
    ['no CSR', { csr: 'x' }, 'SCM.0005', 'csr'],
    ['a broken signature', { csr: request({ isSignatureBroken: true }) }, 'SCM.0005', 'csr'],
    ['two', { csr: csr + csr }, 'SCM.0005', 'csr'],
    ['a CSR that is too long', { csr: csr + ' '.repeat(6000) }, 'SCM.0005', 'csr'],
    ['a bad name', { name: 'ü', csr }, 'SCM.0032', 'name'],
    ['the key of another', { csr, private_key: pemOf(ecKeys(), 'sec1') }, 'SCM.0014', 'private_key'],
    ['a key of another kind', { csr, private_key: pemOf(rsaKeys(), 'pkcs8') }, 'SCM.0014', 'private_key'],
    ['a key that can not sign', { csr, private_key: agreementKey }, 'SCM.0012', 'private_key'],
    ['an encrypted key', { csr, private_key: encrypted }, 'SCM.0012', 'private_key'],
    ['no key', { csr, private_key: csr }, 'SCM.0012', 'private_key'],
    [
      'junk for a key',
      { csr, private_key: '-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----\n' },
      'SCM.0012',
      'private_key',
    ],
  ] as const) {
    test(`${what} → 400 ${code}, and nothing is kept`, async () => {
      const before = ok(await api('GET', csrs)).total
      refused(await upload(fields), 400, code, parameter)
      assert.equal(ok(await api('GET', csrs)).total, before)
    })
  }
})
