import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { done, ok, refused } from '../pca-v1/support.ts'
import { minuteMs } from '../test-clock.ts'
import { startMailServer } from './mail-server.ts'
import { operationsOn, startScene, statusOf } from './order-scene.ts'
import { apply, buy, company } from './orders.ts'
import { exported, hosted, show } from './support.ts'

const mail = await startMailServer({ offers: 'nothing' })
after(() => mail.close())
const scene = await startScene({
  'smtp-host': '127.0.0.1',
  'smtp-port': String(mail.port),
  'smtp-tls': 'none',
  'mail-from': 'Chancery <chancery@example.test>',
})
const { api, server, worker, prove, base, outside } = scene
const tenant = server.as(await server.addAccount('tenant'))
const reviews = '/v3/scm/reviews'
const pdf = Buffer.from('%PDF-1.7 a licence')
const document = (changes: object = {}) => ({
  kind: 'business-licence',
  content: pdf.toString('base64'),
  ...changes,
})

/** One of the tenant's whose names are proven. */
async function waiting(domain: string): Promise<string> {
  const id = await buy(tenant, { cert_type: 'OV_SSL_CERT' })
  ok(await apply(tenant, id, { domain, ...company }))
  await prove(id, tenant)
  await worker.pass(minuteMs)
  assert.equal(await statusOf(tenant, id), 'CHECKING_ORG')
  return id
}
const added = async (id: string, body: object = document()) => {
  const answer = await tenant('POST', `${hosted}/${id}/documents`, body)
  assert.equal(answer.status, 201)
  return answer.body
}

suite('reviews', () => {
  test('who reviews sees whose it is, who applied and what was shown; approved, it is issued with the company', async () => {
    const id = await waiting('approved.test')
    const { id: documentId } = await added(id)
    const { reviews: listed, total_count } = ok(await api('GET', `${reviews}?limit=100`))
    assert.ok(total_count >= 1)
    const [review] = listed.filter((one: { certificate_id: string }) => one.certificate_id === id)
    assert.deepEqual(
      [review.domain_name, review.type, review.domains],
      ['tenant', 'OV_SSL_CERT', ['approved.test']],
    )
    assert.equal(review.application_info.company_name, company.company_name)
    assert.deepEqual(ok(await api('GET', `${reviews}/${id}`)), review)
    const shown = ok(await api('GET', `${reviews}/${id}/documents/${documentId}`))
    assert.deepEqual([shown.media_type, Buffer.from(shown.content, 'base64')], ['application/pdf', pdf])
    done(await api('POST', `${reviews}/${id}/approve`))
    await worker.pass(minuteMs)
    assert.equal(await statusOf(tenant, id), 'ISSUED')
    const leaf = new X509Certificate((await exported(tenant, id)).certificate)
    assert.deepEqual(leaf.subject.split('\n'), [
      'C=CN',
      'ST=Sichuan',
      'L=Chengdu',
      'O=Example Ltd',
      'CN=approved.test',
    ])
    for (const path of ['', '/approve', '/reject'])
      refused(
        await api(
          path === '' ? 'GET' : 'POST',
          `${reviews}/${id}${path}`,
          path === '/reject' ? { reason: 'no' } : undefined,
        ),
        404,
        'SCM.0008',
      )
    assert.ok((await operationsOn(tenant, id)).includes('approveReview'), 'its owner reads of it')
  })

  test('rejected: UNPASSED with the reason, who applied is told, and it may be applied for again', async () => {
    const id = await waiting('rejected.test')
    const reason = 'No such company <b> in the register'
    done(await api('POST', `${reviews}/${id}/reject`, { reason }))
    const { status, fail_reason } = await show(tenant, id)
    assert.deepEqual([status, fail_reason], ['UNPASSED', reason])
    await worker.pass(minuteMs)
    const told = mail.mails.find(({ text }) => text.includes(id))
    assert.equal(told?.to, 'li.lei@example.test')
    assert.equal(told?.headers['subject'], 'Certificate rejected.test is not issued')
    assert.ok(told?.text.includes(reason))
    ok(await apply(tenant, id, { domain: 'rejected.test', ...company }))
  })

  test('reasons that are none → SCM.0005', async () => {
    const id = await waiting('reason.test')
    for (const reason of [undefined, 5, 'x'.repeat(501), 'a\nb'])
      refused(await api('POST', `${reviews}/${id}/reject`, { reason }), 400, 'SCM.0005', 'reason')
    assert.equal(await statusOf(tenant, id), 'CHECKING_ORG')
  })

  test('of two decisions at once one counts', async () => {
    const id = await waiting('two.test')
    const answers = await Promise.all([
      api('POST', `${reviews}/${id}/approve`),
      api('POST', `${reviews}/${id}/reject`, { reason: 'no' }),
    ])
    assert.equal(answers.filter(({ status }) => status === 204).length, 1)
    await worker.pass(minuteMs)
    assert.equal(await statusOf(tenant, id), answers[0]?.status === 204 ? 'ISSUED' : 'UNPASSED')
  })

  test('one that is cancelled waits no longer; a tenant reviews nothing, nor its own', async () => {
    const id = await waiting('mine.test')
    for (const [method, path] of [
      ['GET', reviews],
      ['GET', `${reviews}/${id}`],
      ['POST', `${reviews}/${id}/approve`],
    ] as const)
      refused(await tenant(method, path), 401, 'SCM.4002')
    ok(await tenant('POST', `${hosted}/${id}/cancel-cert`))
    refused(await api('POST', `${reviews}/${id}/approve`), 404, 'SCM.0008')
  })

  test('records of ours do not wait for the reviewer', async () => {
    const id = await buy(tenant, { cert_type: 'EV_SSL_CERT' })
    ok(await apply(tenant, id, { domain: 'ev.managed.test', auto_dns_auth: true, ...company }))
    await worker.pass(minuteMs)
    await worker.pass(minuteMs)
    assert.equal(await statusOf(tenant, id), 'CHECKING_ORG')
    assert.deepEqual([...(outside.records.get('_dnsauth.ev.managed.test') ?? [])], [])
  })
})

suite('documents', () => {
  test('PNG, JPEG and PDF, told by what they are; ten of them', async () => {
    const id = await buy(tenant)
    const contents = [
      ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])],
      ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
      ['application/pdf', pdf],
    ] as const
    for (const [mediaType, content] of contents) {
      const made = await added(id, document({ content: content.toString('base64') }))
      assert.deepEqual([made.media_type, made.size], [mediaType, content.length])
    }
    for (let count = 3; count < 10; count += 1) await added(id)
    refused(await tenant('POST', `${hosted}/${id}/documents`, document()), 400, 'SCM.0005', 'content')
    assert.equal(ok(await tenant('GET', `${hosted}/${id}/documents`)).documents.length, 10)
    refused(await api('GET', `${hosted}/${id}/documents`), 404, 'SCM.0008')
  })

  test('what is refused', async () => {
    const id = await buy(tenant)
    const tooLong = Buffer.concat([pdf, Buffer.alloc(2 * 1024 * 1024)]).toString('base64')
    for (const content of ['', 'PHNjcmlwdD4=', '%%%', 'A', 5, undefined, tooLong])
      refused(
        await tenant('POST', `${hosted}/${id}/documents`, document({ content })),
        400,
        'SCM.0005',
        'content',
      )
    refused(
      await tenant('POST', `${hosted}/${id}/documents`, document({ kind: 'x' })),
      400,
      'SCM.0005',
      'kind',
    )
    assert.deepEqual(ok(await tenant('GET', `${hosted}/${id}/documents`)).documents, [])
  })
})

suite('proofs by mail', () => {
  const linkIn = (text: string) => new URL(text.match(/http\S+\/confirm\/\S+/)?.[0] ?? '').pathname
  const page = async (path: string, method = 'GET') => {
    const response = await fetch(base + path, { method })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  test('each mailbox gets a link; looking does nothing, the button confirms', async () => {
    const before = mail.mails.length
    const id = await buy(api)
    ok(await apply(api, id, { domain: 'shop.example.co.uk', domain_method: 'EMAIL' }))
    await worker.settle()
    const sent = mail.mails.slice(before)
    assert.deepEqual(
      sent.map(({ to }) => to).sort(),
      ['admin', 'administrator', 'hostmaster', 'postmaster', 'webmaster'].map(
        (box) => `${box}@example.co.uk`,
      ),
    )
    const [{ record_type, record_value, record_name }] = (await show(api, id)).authentification
    assert.deepEqual([record_type, record_value, record_name.split(';').length], ['EMAIL', '', 5])
    const path = linkIn(sent[0]?.text ?? '')
    const asked = await page(path)
    assert.equal(asked.status, 200)
    assert.match(asked.text, /<strong>shop\.example\.co\.uk<\/strong>/)
    assert.match(asked.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.deepEqual(
      ['cache-control', 'referrer-policy', 'x-frame-options'].map((name) => asked.headers.get(name)),
      ['no-store', 'no-referrer', 'DENY'],
    )
    await worker.pass(20 * minuteMs)
    assert.equal(await statusOf(api, id), 'CHECKING_DOMAIN')
    assert.equal(mail.mails.length, before + 5, 'asked once')
    assert.equal((await page(path, 'POST')).status, 200)
    await worker.pass(20 * minuteMs)
    assert.equal(await statusOf(api, id), 'ISSUED')
    assert.equal((await show(api, id)).auto_renew, false)
    assert.equal((await page(path)).status, 404)
    assert.equal((await page(path, 'POST')).status, 404)
  })

  test('a link that is none, or of another order, confirms nothing', async () => {
    const id = await buy(api)
    ok(await apply(api, id, { domain: 'other.test', domain_method: 'EMAIL' }))
    await worker.settle()
    const path = linkIn(mail.mails.at(-1)?.text ?? '')
    const [, , account, certificate, token = ''] = path.split('/')
    for (const wrong of [
      `/confirm/${account}/${certificate}/${'a'.repeat(32)}`,
      `/confirm/${account}/scs0000000000000/${token}`,
      `/confirm/${'0'.repeat(32)}/${certificate}/${token}`,
      `/confirm/${account}/${certificate}/${token.toUpperCase()}`,
      `/confirm/%00/${certificate}/${token}`,
      `/confirm/${account}/%3Cscript%3E/${token}`,
    ])
      for (const method of ['GET', 'POST']) {
        const answer = await page(wrong, method)
        assert.equal(answer.status, 404, wrong)
        assert.ok(!answer.text.includes('<script>'))
      }
    await worker.pass(minuteMs)
    assert.equal(await statusOf(api, id), 'CHECKING_DOMAIN')
    ok(await api('POST', `${hosted}/${id}/cancel-cert`))
    assert.equal((await page(path, 'POST')).status, 404)
  })

  test('a renewal that waits for its owner is told at once, without what only the mailbox may know', async () => {
    const id = await buy(api)
    ok(await apply(api, id, { domain: 'renewing.test', domain_method: 'EMAIL' }))
    await worker.settle()
    await page(linkIn(mail.mails.at(-1)?.text ?? ''), 'POST')
    await worker.pass(20 * minuteMs)
    assert.equal(await statusOf(api, id), 'ISSUED')
    const before = mail.mails.length
    done(await api('POST', `${hosted}/${id}/renew`))
    await worker.settle()
    const told = mail.mails.slice(before).find(({ to }) => to === 'li.lei@example.test')
    assert.match(told?.headers['subject'] ?? '', /renewing\.test can not be renewed before/)
    assert.ok(!told?.text.includes('/confirm/'))
  })

  test('a mail server that refuses all of them hinders, and is asked again', async () => {
    mail.refuse(...Array(5).fill('550 no such user'))
    const id = await buy(api)
    ok(await apply(api, id, { domain: 'refused.test', domain_method: 'EMAIL' }))
    await worker.settle()
    assert.match((await show(api, id)).hindrance, /^mail: .*550/)
    mail.forgive()
    const before = mail.mails.length
    await worker.pass(minuteMs)
    assert.equal(mail.mails.length, before + 5)
    assert.equal((await show(api, id)).hindrance, null)
  })
})
