import assert from 'node:assert/strict'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { suite, test } from 'node:test'
import { openJavaKeyStore, openPfx } from '../pca-v1/key-stores.ts'
import { ecKeys, request, rsaKeys } from '../pca-v1/requests.ts'
import { bad, ok, refused, shown, withField } from '../pca-v1/support.ts'
import { edKeys, keyPem, type Made, make, makeChain } from '../scm-v3/certificates.ts'
import { operationsOn, startScene } from '../scm-v3/order-scene.ts'
import { exported, hosted } from '../scm-v3/support.ts'
import { minuteMs } from '../test-clock.ts'
import { readZip } from '../zip-reader.ts'
import { applicant, uploadBody } from './bodies.ts'
import { speakV2 } from './support.ts'

const scene = await startScene()
const { api, worker, prove } = scene
const { root, at, buy, complete, show, list } = speakV2(scene, api)
const post = (body: object) => api('POST', `${root}/cert/upload`, body)
const upload = async (made: Made, changes: object = {}): Promise<string> =>
  ok(await post(uploadBody(made, changes))).cert_id

async function issue(names: object = {}): Promise<string> {
  const id = await buy()
  ok(await complete(id, names))
  await prove(id)
  await worker.pass(minuteMs)
  return id
}

suite('upload and details', () => {
  test('a certificate with its chain in one field, in any order; v3 shows the same', async () => {
    const { leaf, above } = makeChain(2, { subject: 'u.example.test', dns: ['w.example.test'] })
    const cert = [...above, leaf].map(({ pem }) => pem).join('')
    const id = await upload(leaf, { cert_name: 'u', cert })
    const { certificate, certificate_chain } = await exported(api, id)
    assert.equal(certificate, leaf.pem)
    assert.equal(certificate_chain, above.map(({ pem }) => pem).join(''))
    const details = await show(id)
    const { notAfter, ...known } = {
      cert_id: id,
      order_id: null,
      cert_name: 'u',
      cert_type: null,
      cert_brand: null,
      domain_type: 'MULTI_DOMAIN',
      domain_name: 'u.example.test;w.example.test',
      domain: 'u.example.test',
      domain_number: 2,
      cert_describe: null,
      push_support: 'on',
      revoke_reason: null,
      status: 'UPLOAD',
      encrypt_type: 'SHA256withECDSA',
      DNS_push_status: 'NONE',
      auth: [],
      agree_privacy_protection: null,
      fail_reason: null,
      notAfter: Date.parse('2027-06-01T00:00:00Z'),
    }
    for (const [field, value] of Object.entries(known)) assert.deepEqual(details[field], value, field)
    const [listed] = (await list('content=w.example')).order_list
    assert.deepEqual(
      [listed.cert_id, listed.expired_time, listed.domain_num, listed.purchase_period, listed.order_state],
      [id, String(notAfter), 2, null, 'UPLOAD'],
    )
  })

  test('a name may have one character, and the certificate may be there already', async () => {
    const made = make()
    assert.notEqual(await upload(made, { cert_name: 'x' }), await upload(made, { cert_name: 'x' }))
  })

  const made = make()
  for (const { field, value, code } of [
    ...bad('cert_name', 'SCM.0032', [undefined, '', 'with space', 'x'.repeat(64), 5]),
    ...bad('cert', 'SCM.0031', [undefined, '', 'x', 5, 'x'.repeat(65_537)]),
    ...bad('private_key', 'SCM.0012', [undefined, '', 'x', 'x'.repeat(4097)]),
  ]) {
    test(`upload refuses ${field} ${shown(value)}, and keeps nothing`, async () => {
      const before = await list()
      refused(await post(withField(uploadBody(made), field, value)), 400, code, field)
      assert.deepEqual(await list(), before)
    })
  }

  test('another key; a chain that leads nowhere; no domain; no host name', async () => {
    const before = await list()
    refused(await post(uploadBody(make(), { cert: made.pem })), 400, 'SCM.0014')
    refused(await post(uploadBody(made, { cert: made.pem + make().pem })), 400, 'SCM.0013', 'cert')
    refused(await post(uploadBody(make({ subject: 'Some Body' }))), 400, 'SCM.0009', 'cert')
    refused(await post(uploadBody(make({ dns: ['no host'] }))), 400, 'SCM.0070', 'cert')
    assert.deepEqual(await list(), before)
  })
})

suite('list', () => {
  test('by status, by text, in pages, sorted', async () => {
    const ids = []
    for (const name of ['sort-b', 'sort-a', 'sort-c']) {
      ids.push(await upload(make(), { cert_name: name }))
      scene.clock.advance(1000)
    }
    const idsOf = async (query: string) =>
      (await list(`content=sort-&${query}`)).order_list.map((one: { cert_id: string }) => one.cert_id)
    assert.deepEqual(await idsOf('sort_key=certUpdateTime&sort_dir=ASC'), ids)
    assert.deepEqual(await idsOf(''), ids.toReversed())
    assert.deepEqual(await idsOf('order_status=UPLOAD&sort_dir=ASC'), ids)
    assert.deepEqual(await idsOf('order_status=PAID'), [])
    const page = ok(await api('GET', `${root}/certlist?content=sort-&limit=2&offset=2`))
    assert.deepEqual([page.total, page.order_list.length], [3, 1])
    const old = make({ notBefore: '20250101000000Z', notAfter: '20250201000000Z' })
    const gone = await upload(old, { cert_name: 'sort-old' })
    assert.deepEqual(await idsOf('order_status=EXPIRED'), [gone])
    assert.equal((await show(gone)).status, 'EXPIRED')
  })

  for (const query of [
    'order_status=CHECKING_DOMAIN',
    'order_status=paid',
    'sort_key=name',
    'sort_dir=UP',
    'limit=0',
    'limit=1001',
    'limit=x',
    'offset=-1',
    `content=${'x'.repeat(256)}`,
  ]) {
    test(`refused: ${query.slice(0, 40)}`, async () =>
      refused(await api('GET', `${root}/certlist?${query}`), 400, 'SCM.0005', query.split('=')[0]))
  }
})

suite('change', () => {
  const change = (id: string, modify_key: unknown, modify_value?: unknown) =>
    api('PUT', at(id), { modify_key, modify_value })

  test('name and description, and none', async () => {
    const id = await upload(make())
    ok(await change(id, 'CERT_NAME', 'a-1'))
    ok(await change(id, 'DESCRIPTION', 'of the\nshop: ✓'))
    const shown = await show(id)
    assert.deepEqual([shown.cert_name, shown.cert_describe], ['a-1', 'of the\nshop: ✓'])
    for (const nothing of ['', null, undefined]) {
      ok(await change(id, 'DESCRIPTION', 'x'))
      ok(await change(id, 'DESCRIPTION', nothing))
      assert.equal((await show(id)).cert_describe, null)
    }
    ok(await change(id, 'DESCRIPTION', 'x'.repeat(255)))
  })

  test('refused, and nothing changed', async () => {
    const id = await upload(make())
    const before = await show(id)
    for (const value of [undefined, null, '', 'with.dot', 'x'.repeat(64), 5])
      refused(await change(id, 'CERT_NAME', value), 400, 'SCM.0032', 'modify_value')
    for (const value of ['x'.repeat(256), 5])
      refused(await change(id, 'DESCRIPTION', value), 400, 'SCM.0005', 'modify_value')
    for (const key of [undefined, 'NAME', 'cert_name', 5])
      refused(await change(id, key, 'x'), 400, 'SCM.0005', 'modify_key')
    refused(await change('scs0000000000000', 'CERT_NAME', 'x'), 404, 'SCM.0008')
    assert.deepEqual(await show(id), before)
  })
})

suite('download', () => {
  const download = (id: string) => api('GET', `${at(id)}/cert_file`)
  const withKey = [
    'Apache/server.key',
    'Apache/chain.crt',
    'Apache/server.crt',
    'Nginx/server.key',
    'Nginx/server.crt',
    'IIS/keystorePass.txt',
    'IIS/server.pfx',
    'Tomcat/keystorePass.txt',
    'Tomcat/server.jks',
  ]

  for (const [kind, keys] of [
    ['RSA', rsaKeys()],
    ['EC', ecKeys()],
    ['Ed25519', edKeys()],
  ] as const) {
    for (const form of kind === 'RSA' ? (['pkcs1', 'pkcs8'] as const) : (['pkcs8'] as const)) {
      test(`what Apache, Nginx, IIS and Tomcat load, of an ${kind} key that came as ${form}`, async () => {
        const { leaf, above } = makeChain(1, { keys })
        const private_key = keyPem(leaf, form)
        const cert = leaf.pem + above.map(({ pem }) => pem).join('')
        const id = await upload(leaf, { cert_name: 'site_1.a-b', cert, private_key })
        const answer = await download(id)
        assert.equal(answer.status, 200, answer.message ?? '')
        assert.equal(answer.headers.get('content-type'), 'application/zip')
        assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="site_1.a-b.zip"')
        const files = readZip(answer.bytes)
        assert.deepEqual([...files.keys()], withKey)
        const text = (name: string) => files.get(name)?.toString() ?? ''
        assert.equal(text('Apache/server.crt') + text('Apache/chain.crt'), cert)
        assert.equal(text('Nginx/server.crt'), cert)
        assert.equal(text('Nginx/server.key'), private_key)
        assert.ok(new X509Certificate(leaf.pem).checkPrivateKey(createPrivateKey(text('Apache/server.key'))))
        assert.equal(text('IIS/keystorePass.txt'), text('Tomcat/keystorePass.txt'))
        const stores = [
          await openPfx(files.get('IIS/server.pfx') ?? Buffer.of(), text('IIS/keystorePass.txt')),
          await openJavaKeyStore(
            files.get('Tomcat/server.jks') ?? Buffer.of(),
            text('Tomcat/keystorePass.txt'),
          ),
        ]
        for (const { privateKey, certificates } of stores) {
          assert.ok(new X509Certificate(leaf.pem).checkPrivateKey(privateKey))
          assert.deepEqual(
            certificates.map((one) => one.raw),
            [leaf, ...above].map(({ der }) => der),
          )
        }
        assert.deepEqual(await operationsOn(api, id), ['importHostedCertificate', 'exportHostedBundle'])
      })
    }
  }

  test('without key where that stayed with the user; of a bought one', async () => {
    const keys = ecKeys()
    const id = await issue({ csr: request({ keys, subject: make().name }) })
    const files = readZip((await download(id)).bytes)
    assert.deepEqual(
      [...files.keys()],
      [
        'Apache/chain.crt',
        'Apache/server.crt',
        'Nginx/server.crt',
        'IIS/chain.crt',
        'IIS/server.crt',
        'Tomcat/chain.crt',
        'Tomcat/server.crt',
      ],
    )
    assert.ok(new X509Certificate(files.get('IIS/server.crt') ?? '').checkPrivateKey(keys.privateKey))
    assert.equal(readZip((await download(await issue())).bytes).size, withKey.length)
  })

  test('of what is not there', async () => {
    refused(await download(await buy()), 400, 'SCM.0010')
    refused(await download('scs0000000000000'), 404, 'SCM.0008')
  })
})

suite('revoke and delete', () => {
  const revoke = (id: string, body: unknown) => api('POST', `${at(id)}/revoke`, body)

  test('a reason in free words, told in both versions; none', async () => {
    for (const [reason, told] of [
      ['x'.repeat(63), 'x'.repeat(63)],
      ['丢失', '丢失'],
      ['', 'UNSPECIFIED'],
    ]) {
      const id = await issue()
      ok(await revoke(id, { reason }))
      const { status, revoke_reason, push_support } = await show(id)
      assert.deepEqual([status, revoke_reason, push_support], ['REVOKED', told, 'off'])
      assert.equal(ok(await api('GET', `${hosted}/${id}`)).revoke_reason, told)
      refused(await revoke(id, { reason }), 400, 'SCM.0010')
    }
  })

  test('refused, and nothing changed', async () => {
    const id = await issue()
    const before = await show(id)
    for (const body of [{}, { reason: null }, { reason: 'x'.repeat(64) }, { reason: 5 }, { reason: 'a\nb' }])
      refused(await revoke(id, body), 400, 'SCM.0005', 'reason')
    refused(await revoke(id, '{'), 400, 'SCM.0005', 'body')
    assert.deepEqual(await show(id), before)
    refused(await revoke('scs0000000000000', { reason: 'x' }), 404, 'SCM.0008')
  })

  test('what is deleted is gone, in both versions, and its place is free again', async () => {
    const { free_remain } = await list()
    for (const id of [await upload(make()), await buy(), await issue()]) {
      ok(await api('DELETE', at(id)))
      refused(await api('GET', at(id)), 404, 'SCM.0008')
      refused(await api('GET', `${hosted}/${id}`), 404, 'SCM.0008')
      refused(await api('DELETE', at(id)), 404, 'SCM.0008')
    }
    assert.equal((await list()).free_remain, free_remain)
  })
})

suite('what its state does not allow', () => {
  const body = { ori_sans: 'a.test', add_sans: 'b.test' }
  const asks = {
    complete: (id: string) => complete(id),
    save: (id: string) => api('POST', `${at(id)}/save`, applicant()),
    'cancel-cert': (id: string) => api('POST', `${at(id)}/cancel-cert`),
    revoke: (id: string) => api('POST', `${at(id)}/revoke`, { reason: 'x' }),
    supplement: (id: string) => api('POST', `${at(id)}/supplement`, body),
    push: (id: string) => api('POST', `${at(id)}/push`, { service_type: 'CDN', remote_project: '' }),
    delete: (id: string) => api('DELETE', at(id)),
    download: (id: string) => api('GET', `${at(id)}/cert_file`),
  }
  const refusedIn: Readonly<Record<string, readonly (keyof typeof asks)[]>> = {
    PAID: ['cancel-cert', 'revoke', 'supplement', 'push', 'download'],
    UPLOAD: ['complete', 'save', 'cancel-cert', 'revoke', 'supplement'],
    CHECKING: ['complete', 'save', 'revoke', 'supplement', 'push', 'delete', 'download'],
    ISSUED: ['complete', 'save', 'cancel-cert', 'supplement'],
    REVOKED: ['complete', 'save', 'cancel-cert', 'revoke', 'supplement', 'push'],
    EXPIRED: ['complete', 'save', 'cancel-cert', 'revoke', 'supplement', 'push'],
  }
  const makes: Readonly<Record<string, () => Promise<string>>> = {
    PAID: () => buy(),
    UPLOAD: () => upload(make()),
    async CHECKING() {
      const id = await buy()
      ok(await complete(id))
      return id
    },
    ISSUED: () => issue(),
    async REVOKED() {
      const id = await issue()
      ok(await api('POST', `${at(id)}/revoke`, { reason: 'x' }))
      return id
    },
    EXPIRED: () => upload(make({ notAfter: '20260602000000Z' })),
  }
  for (const [status, names] of Object.entries(refusedIn)) {
    test(`${status}: ${names.join(', ')}`, async () => {
      const id = await makes[status]?.()
      assert.ok(id)
      const before = await show(id)
      assert.equal(before.status, status)
      for (const name of names) refused(await asks[name](id), 400, 'SCM.0010')
      assert.deepEqual(await show(id), before)
    })
  }

  test('none of them knows an id that nobody has', async () => {
    for (const ask of Object.values(asks)) refused(await ask('scs0000000000000'), 404, 'SCM.0008')
  })
})
