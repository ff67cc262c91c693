import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { suite, test } from 'node:test'
import { request } from '../pca-v1/requests.ts'
import { bad, ok, refused, shown as valueShown, withField } from '../pca-v1/support.ts'
import { make } from '../scm-v3/certificates.ts'
import { startScene } from '../scm-v3/order-scene.ts'
import { company } from '../scm-v3/orders.ts'
import { exported, hosted, importBody, importCertificate } from '../scm-v3/support.ts'
import { dayMs, minuteMs } from '../test-clock.ts'
import { applicant, picture } from './bodies.ts'
import { speakV2 } from './support.ts'

const scene = await startScene()
const { api, worker, prove, outside, clock } = scene
const v2 = speakV2(scene, api)
const { root, at, buy, complete, show, read } = v2
const save = (id: string, body: object) => api('POST', `${at(id)}/save`, body)
const several = { domain_type: 'MULTI_DOMAIN', domain_numbers: 3 }
const personal = ['applicant_name', 'applicant_phone', 'applicant_email', 'contact_name', 'company_name']

async function issue(product: object, names: object): Promise<string> {
  const id = await buy(product)
  ok(await complete(id, names))
  await prove(id)
  await worker.pass(minuteMs)
  assert.equal((await show(id)).status, 'ISSUED')
  return id
}

suite('complete', () => {
  test('is apply: proven by the record that details show, issued with an RSA key', async () => {
    const id = await buy()
    ok(await complete(id))
    const { auth, status } = await show(id)
    assert.equal(status, 'CHECKING')
    outside.set(auth[0].host_record, auth[0].record)
    await worker.pass(minuteMs)
    const issued = await show(id)
    assert.deepEqual(
      [issued.status, issued.push_support, issued.auth[0].status, issued.encrypt_type],
      ['ISSUED', 'on', 'passed', 'SHA384withECDSA'],
    )
    const { certificate } = await exported(api, id)
    assert.equal(new X509Certificate(certificate).publicKey.asymmetricKeyType, 'rsa')
  })

  test('every state on the way is CHECKING; so is the filter', async () => {
    const id = await buy({ cert_type: 'OV_SSL_CERT' })
    ok(await complete(id, company))
    const found = async (word: string) =>
      (await v2.list(`order_status=${word}`)).order_list.map((one: { cert_id: string }) => one.cert_id)
    assert.ok((await found('CHECKING')).includes(id))
    await prove(id)
    await worker.pass(minuteMs)
    assert.equal(ok(await api('GET', `${hosted}/${id}`)).status, 'CHECKING_ORG')
    assert.equal((await show(id)).status, 'CHECKING')
    const [listed] = (await v2.list('order_status=CHECKING')).order_list.filter(
      (one: { cert_id: string }) => one.cert_id === id,
    )
    assert.deepEqual([listed.order_status, listed.order_state], ['CHECKING', 'CHECKING'])
    assert.ok(!(await found('PAID')).includes(id))
  })

  test('records that are set by us are seen in DNS_push_status', async () => {
    const id = await buy()
    const names = { domain: 'www.managed.test', auto_dns_auth: true }
    outside.zoneFault = 'the zone is shut'
    ok(await complete(id, names))
    assert.equal((await show(id)).DNS_push_status, 'OFF')
    await worker.settle()
    assert.equal((await show(id)).DNS_push_status, 'OFF')
    outside.zoneFault = null
    await worker.pass(dayMs / 24)
    await worker.pass(dayMs / 24)
    const { status, DNS_push_status } = await show(id)
    assert.deepEqual([status, DNS_push_status], ['ISSUED', 'ON'])
  })

  test('the company is asked for OV and EV', async () => {
    const id = await buy({ cert_type: 'OV_SSL_CERT' })
    for (const field of ['company_name', 'company_province', 'company_city', 'country'])
      refused(await complete(id, withField(company, field, '')), 400, 'SCM.0005', field)
    assert.equal((await show(id)).status, 'PAID')
  })

  test('names that were not bought; a CSR for others; no record for an address', async () => {
    const id = await buy()
    refused(await complete(id, { sans: 'a.example.test' }), 400, 'SCM.0015', 'sans')
    refused(await complete(id, { domain: '*.example.test' }), 400, 'SCM.0015', 'domain')
    refused(await complete(id, { domain: 'no host' }), 400, 'SCM.0015', 'domain')
    refused(await complete(id, { csr: request() }), 400, 'SCM.0015', 'csr')
    refused(await complete(id, { csr: 'x' }), 400, 'SCM.0005', 'csr')
    refused(await complete(id, { domain: '192.0.2.1' }), 400, 'SCM.0005', 'domain')
    refused(await complete(id, { auto_dns_auth: true }), 400, 'SCM.0005', 'auto_dns_auth')
    assert.equal((await show(id)).status, 'PAID')
    assert.equal((await read(id)).domain_name, null, 'a refusal kept what was sent')
  })

  const rows = [
    ...bad('domain', 'SCM.0005', [undefined, '', 5, 'a'.repeat(256)]),
    ...bad('sans', 'SCM.0005', [5, 'a;'.repeat(2049)]),
    ...bad('csr', 'SCM.0005', [5, 'x'.repeat(5121)]),
    ...bad('company_name', 'SCM.0005', ['x'.repeat(64), 5, 'line\nfeed']),
    ...bad('company_unit', 'SCM.0005', ['x'.repeat(64)]),
    ...bad('country', 'SCM.0005', ['CHN', '1']),
    ...bad('applicant_name', 'SCM.0005', [undefined, '', 'x'.repeat(64)]),
    ...bad('applicant_phone', 'SCM.0005', [undefined, 13212345678]),
    ...bad('applicant_email', 'SCM.0005', [undefined, 'example.huawei.com', 'a@b,c@d']),
    ...bad('contact_email', 'SCM.0005', ['nobody']),
    ...bad('agree_privacy_protection', 'SCM.0005', [undefined, false, 'true']),
  ]
  for (const { field, value, code } of rows) {
    test(`save and complete refuse ${field} ${valueShown(value)}, and keep nothing`, async () => {
      const id = await buy()
      const body = withField(applicant(), field, value)
      refused(await api('POST', `${at(id)}/complete`, body), 400, code, field)
      refused(await save(id, body), 400, code, field)
      assert.equal((await read(id)).applicant_name, null)
      assert.equal((await show(id)).status, 'PAID')
    })
  }
})

suite('save and read', () => {
  test('what was saved last is read, also names that can not be had; complete takes its own', async () => {
    const id = await buy()
    const entered = { domain: 'not judged yet', sans: 'a;b', csr: 'neither', contact_name: 'Jacky' }
    ok(await save(id, applicant({ ...entered, ...company })))
    ok(await save(id, applicant(entered)))
    const kept = await read(id)
    assert.deepEqual(
      [kept.domain_name, kept.sans, kept.CSR, kept.contact_name, kept.company_name],
      ['not judged yet', 'a;b', 'neither', 'Jacky', null],
    )
    assert.equal((await show(id)).status, 'PAID')
    ok(await complete(id))
    assert.equal((await read(id)).domain_name, 'www.example.test')
    refused(await save(id, applicant()), 400, 'SCM.0010')
  })

  test('of what was never applied for; of what was uploaded', async () => {
    const { bl, tl, ...nothing } = await read(await buy())
    assert.deepEqual([bl, tl], ['0', '0'])
    assert.ok(Object.values(nothing).every((value) => value === null))
    const uploaded = await importCertificate(api, importBody(make()))
    refused(await api('POST', `${at(uploaded)}/read`), 400, 'SCM.0010')
    refused(await save(uploaded, applicant()), 400, 'SCM.0010')
  })
})

suite('pictures', () => {
  const upload = (id: string, content: Uint8Array, type = 'image/png', kind = 'BL') =>
    api('POST', `${at(id)}/info/${kind}/upload_authentication`, content, { 'content-type': type })
  const documents = async (id: string) =>
    ok(await api('GET', `${hosted}/${id}/documents`))
      .documents.map(({ kind, media_type, size }: Record<string, unknown>) => [kind, media_type, size])
      .sort()
  const form = (...parts: string[]) =>
    Buffer.from(`${parts.map((part) => `--x\r\n${part}\r\n`).join('')}--x--\r\n`, 'latin1')
  const filePart = `Content-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n${picture.toString('latin1')}`
  const field = 'Content-Disposition: form-data; name="note"\r\n\r\nhello'

  test('one of each type, of three kinds of files; the last one counts', async () => {
    const id = await buy()
    ok(await upload(id, picture))
    ok(await upload(id, Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'))
    assert.deepEqual(await documents(id), [['bank-account-permit', 'image/jpeg', 4]])
    ok(await upload(id, Buffer.from('%PDF-1.7'), 'application/pdf; x=y', 'TL'))
    assert.deepEqual(await documents(id), [
      ['bank-account-permit', 'image/jpeg', 4],
      ['business-licence', 'application/pdf', 8],
    ])
    const { bl, tl } = await read(id)
    assert.deepEqual([bl, tl], ['1', '1'])
  })

  test('as the one file of a form, octet for octet, and from a form of the runtime', async () => {
    const id = await buy()
    for (const body of [form(filePart), form(field, filePart), form(filePart, field)]) {
      ok(await upload(id, body, 'multipart/form-data; boundary=x'))
      assert.deepEqual(await documents(id), [['bank-account-permit', 'image/png', picture.length]])
    }
    const preamble = Buffer.concat([Buffer.from('for those who can not read it\r\n'), form(filePart)])
    ok(await upload(id, preamble, 'Multipart/Form-Data; Boundary="x"'))
    const data = new FormData()
    data.set('file', new File([new Uint8Array(picture)], 'permit.png', { type: 'image/png' }))
    const made = new Request('http://localhost/', { method: 'POST', body: data })
    const type = made.headers.get('content-type') ?? ''
    ok(await upload(id, Buffer.from(await made.arrayBuffer()), type, 'TL'))
    assert.deepEqual((await documents(id))[1], ['business-licence', 'image/png', picture.length])
  })

  test('who reviews gets what was sent', async () => {
    const id = await buy({ cert_type: 'OV_SSL_CERT' })
    ok(await upload(id, form(filePart), 'multipart/form-data; boundary=x'))
    ok(await complete(id, company))
    await prove(id)
    await worker.pass(minuteMs)
    const review = ok(await api('GET', `/v3/scm/reviews/${id}`))
    const path = `/v3/scm/reviews/${id}/documents/${review.documents[0].id}`
    assert.deepEqual(Buffer.from(ok(await api('GET', path)).content, 'base64'), picture)
  })

  const tooLong = Buffer.concat([picture, Buffer.alloc(2 * 1024 * 1024)])
  for (const [what, content, type, status, code] of [
    ['text', Buffer.from('text'), 'image/png', 400, 'SCM.0005'],
    ['nothing', Buffer.alloc(0), 'image/png', 400, 'SCM.0005'],
    ['more than 2 MiB', tooLong, 'image/png', 400, 'SCM.0005'],
    ['more than is read', Buffer.alloc(3 * 1024 * 1024 + 1), 'image/png', 413, undefined],
    ['another media type', picture, 'image/gif', 415, 'SCM.0005'],
    ['JSON', Buffer.from('{}'), 'application/json', 415, 'SCM.0005'],
    ['a form without a boundary', form(filePart), 'multipart/form-data', 400, 'SCM.0005'],
    ['a form with another boundary', form(filePart), 'multipart/form-data; boundary=y', 400, 'SCM.0005'],
    ['a form without a file', form(field), 'multipart/form-data; boundary=x', 400, 'SCM.0005'],
    ['a form with two', form(filePart, filePart), 'multipart/form-data; boundary=x', 400, 'SCM.0005'],
    [
      'a form without its end',
      form(filePart).subarray(0, -7),
      'multipart/form-data; boundary=x',
      400,
      'SCM.0005',
    ],
    ['a form that ends at once', Buffer.from('--x--'), 'multipart/form-data; boundary=x', 400, 'SCM.0005'],
    ['a form without a head', form('no head'), 'multipart/form-data; boundary=x', 400, 'SCM.0005'],
    [
      'too many parts',
      form(...Array<string>(17).fill(field)),
      'multipart/form-data; boundary=x',
      400,
      'SCM.0005',
    ],
  ] as const) {
    test(`refused: ${what}`, async () => {
      const id = await buy()
      const answer = await upload(id, content, type)
      assert.equal(answer.status, status, `${answer.code} ${answer.message}`)
      if (code !== undefined) refused(answer, status, code)
      assert.deepEqual(await documents(id), [])
    })
  }

  test('another type; a certificate that nobody reviews', async () => {
    refused(await upload(await buy(), picture, 'image/png', 'XL'), 400, 'SCM.0005', 'type')
    const id = await importCertificate(api, importBody(make()))
    refused(await upload(id, picture), 400, 'SCM.0010')
  })
})

suite('privacy', () => {
  test('every personal field and picture is gone, details say so, and agreeing anew is seen', async () => {
    const id = await buy()
    ok(await complete(id, { ...company, contact_name: 'Jacky' }))
    ok(await api('POST', `${at(id)}/info/TL/upload_authentication`, picture, { 'content-type': 'image/png' }))
    const before = await show(id)
    assert.equal(before.agree_privacy_protection, true)
    for (const field of personal) assert.notEqual(before[field], null, field)
    refused(await api('DELETE', `${root}/privacy-protection/${id}`), 400, 'SCM.0010')
    ok(await api('POST', `${at(id)}/cancel-cert`))
    ok(await api('DELETE', `${root}/privacy-protection/${id}`))
    const [details, entered] = [await show(id), await read(id)]
    for (const field of personal) assert.deepEqual([details[field], entered[field]], [null, null], field)
    assert.deepEqual([details.agree_privacy_protection, entered.tl], [false, '0'])
    ok(await save(id, applicant()))
    assert.equal((await show(id)).agree_privacy_protection, true)
  })

  test('of an issued one; of an unknown one, and of an uploaded one', async () => {
    const id = await issue({}, {})
    ok(await api('DELETE', `${root}/privacy-protection/${id}`))
    const { status, applicant_email, domain } = await show(id)
    assert.deepEqual([status, applicant_email, domain], ['ISSUED', null, 'www.example.test'])
    refused(await api('DELETE', `${root}/privacy-protection/scs0000000000000`), 404, 'SCM.0008')
    const uploaded = await importCertificate(api, importBody(make()))
    refused(await api('DELETE', `${root}/privacy-protection/${uploaded}`), 400, 'SCM.0010')
  })
})

suite('supplement', () => {
  const supplement = (id: string, ori_sans: string, add_sans: string, more: object = {}) =>
    api('POST', `${at(id)}/supplement`, { ori_sans, add_sans, ...more })

  test('proven, it is issued anew with all names; the old one serves until then', async () => {
    const id = await issue(several, { domain: 'one.test', sans: 'two.test' })
    const { fingerprint } = ok(await api('GET', `${hosted}/${id}`))
    ok(await supplement(id, 'two.test', 'three.test', { email: 'new@example.test' }))
    const waiting = await show(id)
    assert.deepEqual([waiting.status, waiting.push_support], ['SUPPLEMENTCHECKING', 'on'])
    assert.equal(waiting.domain_name, 'one.test;two.test')
    assert.equal(waiting.contact_email, 'new@example.test')
    assert.ok(waiting.auth.some(({ domain_name }: { domain_name: string }) => domain_name === 'three.test'))
    assert.equal(ok(await api('GET', `${hosted}/${id}`)).fingerprint, fingerprint)
    await prove(id)
    await worker.pass(minuteMs)
    const shown = await show(id)
    assert.deepEqual([shown.status, shown.domain_name], ['ISSUED', 'one.test;two.test;three.test'])
    const { subjectAltName } = new X509Certificate((await exported(api, id)).certificate)
    assert.equal(subjectAltName, 'DNS:one.test, DNS:two.test, DNS:three.test')
    refused(await supplement(id, 'two.test;three.test', 'four.test'), 400, 'SCM.0015', 'add_sans')
  })

  test('cancelled, or not proven within seven days: the old one, and why', async () => {
    const id = await issue(several, { domain: 'lone.test' })
    ok(await supplement(id, '', 'more.test'))
    ok(await api('POST', `${at(id)}/cancel-cert`))
    assert.deepEqual([(await show(id)).status, (await show(id)).domain_name], ['ISSUED', 'lone.test'])
    ok(await supplement(id, '', 'more.test'))
    clock.advance(7 * dayMs)
    await worker.pass(minuteMs)
    const shown = await show(id)
    assert.deepEqual([shown.status, shown.domain_name], ['ISSUED', 'lone.test'])
    assert.match(shown.fail_reason, /more\.test/)
  })

  test('refused, and nothing changed', async () => {
    const id = await issue(several, { domain: 'five.test', sans: 'six.test' })
    const before = await show(id)
    refused(await supplement(id, '', 'seven.test'), 400, 'SCM.0015', 'ori_sans')
    refused(await supplement(id, 'six.test;other.test', 'seven.test'), 400, 'SCM.0015', 'ori_sans')
    refused(await supplement(id, 'six.test', 'six.test'), 400, 'SCM.0015', 'add_sans')
    refused(await supplement(id, 'six.test', ''), 400, 'SCM.0015', 'add_sans')
    refused(await supplement(id, 'six.test', 'no host'), 400, 'SCM.0015', 'add_sans')
    refused(await supplement(id, 'six.test', 'seven.test', { email: 'nobody' }), 400, 'SCM.0005', 'email')
    refused(await api('POST', `${at(id)}/supplement`, { add_sans: 'x.test' }), 400, 'SCM.0005', 'ori_sans')
    assert.deepEqual(await show(id), before)
    const single = await issue({}, {})
    refused(await supplement(single, '', 'more.test'), 400, 'SCM.0010')
  })
})
