import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { bindOperations } from '../../../src/domain/operations/index.ts'
import { bindJobs } from '../../../src/domain/operations/jobs/index.ts'
import { type Delivery, receiveHttp } from '../../operations/sink-receivers.ts'
import { aHostedCertificate } from '../../ports/sample-nouns.ts'
import { done, ok, refused } from '../pca-v1/support.ts'
import { createPolicy, createSubject } from '../permissions/subjects.ts'
import { until } from '../revocation/lists.ts'
import { startServer } from '../running-server.ts'
import { createTestClock, dayMs, minuteMs } from '../test-clock.ts'
import { type Mail, startMailServer } from './mail-server.ts'

const notification = '/v3/scm/notification'
const both = ['CERT_EXPIRING', 'CERT_EXPIRED']

const folder = mkdtempSync(join(tmpdir(), 'chancery-notices-'))
const file = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text, { mode: 0o600 })
  return path
}
const mailServer = await startMailServer({ login: 'chancery smtp-password' })
const receiver = await receiveHttp()
let crash: (() => void) | undefined
const faults = {
  reach(step: string) {
    if (step === 'notice: sent, not recorded') crash?.()
  },
}
const server = await startServer(
  {
    'smtp-host': '127.0.0.1',
    'smtp-port': String(mailServer.port),
    'smtp-ca-file': file('smtp.pem', mailServer.certificate),
    'smtp-user': 'chancery',
    'smtp-password-file': file('smtp.password', 'smtp-password\n'),
    'mail-from': 'Chancery <chancery@example.test>',
    'outbound-allow': '127.0.0.0/8',
  },
  createTestClock(),
  { faults },
)
const reported: string[] = []
/** Two more nodes on the database of the first; each looks when it is told. */
const nodes = ['one', 'two'].map((owner) =>
  bindJobs(server.world, bindOperations(server.world, () => undefined).authorities, {
    owner,
    report: (error) => reported.push((error as Error).message),
  }),
)
after(async () => {
  for (const node of nodes) node.stop()
  await server.close()
  await Promise.all([mailServer.close(), receiver.close()])
  rmSync(folder, { recursive: true })
})
const { api, clock, world, credentials } = server
const accountId = credentials.domain.id

/** Until nothing is due of what finds and sends, however many nodes look at once. */
const settle = () =>
  until('rest', async () => {
    for (const node of nodes) node.look()
    const due = await world.database.read('', ({ jobs }) => jobs.countDue(clock.now(), 0))
    const isBusy = due.some(({ kind }) => /^(find-expiring|mail-notice|post-notices)/.test(kind))
    return isBusy ? undefined : true
  })
const pass = async (ms: number) => {
  clock.advance(ms)
  await settle()
}

async function hosted(days: number, changes: object = {}, owner = accountId): Promise<string> {
  const sample = aHostedCertificate()
  assert.ok(sample.inHand)
  const inHand = { ...sample.inHand, notAfter: clock.now() + days * dayMs }
  const certificate = { ...sample, inHand, ...changes }
  await world.database.write(owner, ({ hostedCertificates }) => hostedCertificates.add(certificate))
  return certificate.id
}
const wish = (id: string, types = both) => ({ resource_id: id, notice_type: types })
const enable = async (...ids: string[]) => {
  done(
    await api(
      'POST',
      `${notification}/enable`,
      ids.map((id) => wish(id)),
    ),
  )
  await settle()
}
const disable = async (...ids: string[]) =>
  done(
    await api(
      'POST',
      `${notification}/disable`,
      ids.map((id) => wish(id)),
    ),
  )

const mailsOf = (id: string, to?: string) =>
  mailServer.mails.filter((mail) => mail.text.includes(id) && (to === undefined || mail.to === to))
const postsOf = (id: string) => receiver.received.filter(({ body }) => JSON.parse(body).certificate.id === id)
const idOf = (mail: Mail | undefined) => mail?.headers['message-id']
const noticeIdOf = (delivery: Delivery | undefined) => delivery?.headers['x-chancery-notice-id']
const acts = async (id: string) => {
  const { records } = ok(await api('GET', `/v1/audit/records?object_id=${id}&limit=100`))
  return records.map(({ operation, result }: Record<string, string>) => `${operation} ${result}`).reverse()
}

const mailTo = async (userId: string, email: string) =>
  ok(await api('PUT', `/v3.0/OS-USER/users/${userId}`, { user: { email } }))
await mailTo(credentials.user.id, 'admin@example.test')
const [reader, powerless] = [await createSubject(server, 'reader'), await createSubject(server, 'powerless')]
await reader.grant(await createPolicy(server, 'reads', 'Allow', 'scm:cert:get'))
await mailTo(reader.userId, 'reader@example.test')
await mailTo(powerless.userId, 'powerless@example.test')
const { secret, ...webhook } = ok(
  await api('PUT', `${notification}/webhook`, { url: `http://127.0.0.1:${receiver.port}/hook` }),
)

suite('a certificate that expires', () => {
  test('is told of once at each step, to who may see it and to the webhook, by whichever node', async () => {
    const [id, silent] = [await hosted(40, { name: 'shop', domain: 'shop.example.test' }), await hosted(40)]
    await enable(id)
    assert.equal(mailsOf(id).length, 0)
    for (const days of [10, 1, 14, 0.5, 7.5, 3, 3, 0.5, 1, 5]) {
      await pass(days * dayMs)
      await pass(15 * minuteMs)
    }
    const subjects = mailsOf(id, 'admin@example.test').map(({ headers }) => headers['subject'])
    const ends = 'at 2026-12-30 12:00 UTC'
    assert.deepEqual(subjects, [
      `Certificate shop.example.test expires in 30 days, ${ends}`,
      `Certificate shop.example.test expires in 15 days, ${ends}`,
      `Certificate shop.example.test expires in 7 days, ${ends}`,
      `Certificate shop.example.test expires in 1 day, ${ends}`,
      `Certificate shop.example.test expired ${ends}`,
    ])
    assert.equal(mailsOf(id, 'reader@example.test').length, 5)
    assert.equal(mailsOf(id, 'powerless@example.test').length, 0)
    assert.equal(mailsOf(silent).length, 0)
    const [mail] = mailsOf(id)
    assert.deepEqual([mail?.isEncrypted, mail?.login], [true, 'chancery smtp-password'])
    assert.equal(new Set(mailsOf(id).map(idOf)).size, 10)

    const posts = postsOf(id)
    const said = posts.map(({ body }) => JSON.parse(body))
    assert.deepEqual(
      said.map(({ type, step_days, days_left }) => `${type} ${step_days} ${days_left}`),
      [
        'CERT_EXPIRING 30 30',
        'CERT_EXPIRING 15 15',
        'CERT_EXPIRING 7 7',
        'CERT_EXPIRING 1 1',
        'CERT_EXPIRED 0 0',
      ],
    )
    for (const [place, { headers, body }] of posts.entries()) {
      const [, time, signature] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['x-chancery-signature'])) ?? []
      assert.equal(signature, createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'))
      assert.equal(noticeIdOf(posts[place]), said[place].id)
    }
    assert.deepEqual(said[0].certificate, {
      id,
      name: 'shop',
      domain: 'shop.example.test',
      sans: [],
      fingerprint: '0'.repeat(40),
      not_after: '2026-12-30T12:00:00.000Z',
    })
    assert.deepEqual((await acts(id)).slice(0, 5), [
      'enableNotices success',
      'noticeExpiry success',
      ...Array<string>(3).fill('deliverNotice success'),
    ])
  })

  test('is told of at once where a step has begun, and not again after a pause', async () => {
    const id = await hosted(5)
    await enable(id)
    assert.equal(mailsOf(id, 'admin@example.test').length, 1)
    await enable(id)
    await disable(id)
    await enable(id)
    assert.equal(mailsOf(id, 'admin@example.test').length, 1)
    await disable(id)
    await pass(3 * dayMs)
    assert.equal(mailsOf(id).length, 2)
    await enable(id)
    assert.match(mailsOf(id, 'admin@example.test')[1]?.headers['subject'] ?? '', /expires in 2 days/)
  })

  test('that is another one now begins anew; one that is deleted is told of no more', async () => {
    const [renewed, deleted] = [await hosted(5), await hosted(5)]
    await enable(renewed, deleted)
    await world.database.write(accountId, async ({ hostedCertificates, notices }) => {
      const [certificate, watch] = [await hostedCertificates.find(renewed), await notices.findWatch(renewed)]
      assert.ok(certificate?.inHand && watch)
      await hostedCertificates.remove(renewed)
      const inHand = { ...certificate.inHand, notAfter: clock.now() + 14 * dayMs }
      await hostedCertificates.add({ ...certificate, inHand })
      await notices.setWatch(watch)
      await hostedCertificates.remove(deleted)
    })
    await pass(4 * dayMs)
    assert.match(mailsOf(renewed, 'admin@example.test')[1]?.headers['subject'] ?? '', /in 10 days/)
    assert.equal(mailsOf(deleted, 'admin@example.test').length, 1)
  })

  test('is told of again where it was sent and that could not be recorded, under the same id', async () => {
    const id = await hosted(5)
    let crashes = 3
    crash = () => {
      crashes -= 1
      if (crashes >= 0) throw new Error('gone before it was recorded')
    }
    await enable(id)
    await pass(minuteMs)
    crash = undefined
    const [mails, posts] = [mailsOf(id), postsOf(id)]
    assert.equal(mails.length + posts.length, 6)
    assert.equal(new Set([...mails.map(idOf), ...posts.map(noticeIdOf)]).size, 3)
    assert.ok((await acts(id)).filter((act: string) => act === 'deliverNotice success').length === 3)
  })
})

suite('a mail server that refuses', () => {
  test('is asked again later, longer each time, and told under the same id', async () => {
    const id = await hosted(5)
    mailServer.refuse(...Array<string>(6).fill('451 4.7.1 come again'))
    await enable(id)
    assert.deepEqual([mailsOf(id).length, postsOf(id).length], [0, 1])
    await pass(minuteMs)
    assert.equal(mailsOf(id).length, 0)
    await pass(minuteMs)
    assert.equal(mailsOf(id).length, 0)
    await pass(minuteMs)
    assert.equal(mailsOf(id).length, 0)
    await pass(4 * minuteMs)
    assert.equal(mailsOf(id).length, 2)
    assert.equal(postsOf(id).length, 1)
    assert.match(reported.join('\n'), /by mail, attempt 3: .*come again/)
    assert.ok(!reported.join('\n').includes('smtp-password'))
  })

  test('for good is not asked again; for three days, is given up', async () => {
    const [gone, silent] = [await hosted(5), await hosted(29)]
    mailServer.refuse(...Array<string>(2).fill('550 5.1.1 nobody'))
    await enable(gone)
    await pass(dayMs)
    assert.equal(mailsOf(gone).length, 0)
    mailServer.refuse(...Array<string>(1000).fill('451 4.7.1 come again'))
    await enable(silent)
    for (let passed = 0; passed < 3.5; passed += 0.5) await pass(dayMs / 2)
    mailServer.forgive()
    await pass(dayMs)
    for (const id of [gone, silent]) {
      const failed = (await acts(id)).filter((act: string) => act === 'deliverNotice notice-failed')
      assert.ok(failed.length >= 2, `${await acts(id)}`)
    }
  })

  test('what nobody wants any more by then is withdrawn', async () => {
    const id = await hosted(5)
    mailServer.refuse('451 4.7.1 come again', '451 4.7.1 come again')
    await enable(id)
    await disable(id)
    await pass(dayMs)
    assert.equal(mailsOf(id).length, 0)
    assert.deepEqual((await acts(id)).slice(-2), Array<string>(2).fill('deliverNotice notice-withdrawn'))
  })

  test('is seen in the metrics', async () => {
    const identity = { methods: ['password'], password: { user: credentials.user } }
    const token = await server.as('nobody')('POST', '/v3/auth/tokens', { auth: { identity } })
    const page = await fetch(`${server.base}/metrics`, {
      headers: { 'x-auth-token': token.headers.get('x-subject-token') ?? '' },
    })
    const text = await page.text()
    for (const [channel, outcome] of [
      ['mail', 'delivered'],
      ['mail', 'deferred'],
      ['mail', 'failed'],
      ['mail', 'withdrawn'],
      ['webhook', 'delivered'],
    ]) {
      assert.match(
        text,
        new RegExp(`chancery_notices_total{channel="${channel}",outcome="${outcome}"} [1-9]`),
      )
    }
  })
})

suite('the requests', () => {
  const ask = (act: string, body: unknown) => api('POST', `${notification}/${act}`, body)

  for (const act of ['enable', 'disable']) {
    test(`${act}: what is wrong is named, and nothing is done`, async () => {
      const stranger = await server.addAccount(`stranger who may ${act}`)
      const theirs = (await server.as(stranger)('GET', '/v3/auth/domains')).body.domains[0].id
      const [own, foreign] = [await hosted(40), await hosted(40, {}, theirs)]
      const watch = () => world.database.read(accountId, ({ notices }) => notices.findWatch(own))
      const cases = [
        [undefined, 400, 'SCM.0005', 'body'],
        ['null\n', 400, 'SCM.0005', 'body'],
        [{}, 400, 'SCM.0005', 'body'],
        [[wish(own), {}], 400, 'SCM.0020', '[1].resource_id'],
        [[wish(own), wish('scs1')], 400, 'SCM.0020', '[1].resource_id'],
        [[wish(own, ['OTHER'])], 400, 'SCM.0005', '[0].notice_type'],
        [[wish(own, [])], 400, 'SCM.0005', '[0].notice_type'],
        [[{ resource_id: own }], 400, 'SCM.0005', '[0].notice_type'],
        [Array(100).fill(wish(own)), 400, 'SCM.0005', 'body'],
        [[wish(own), wish('scs9999999999999')], 404, 'SCM.0008'],
        [[wish(own), wish(foreign)], 404, 'SCM.0008'],
      ] as const
      for (const [body, status, code, parameter] of cases)
        refused(await ask(act, body), status, code, parameter)
      assert.equal(await watch(), undefined)
      done(await ask(act, []))
      done(await ask(act, Array(99).fill(wish(own))))
      assert.deepEqual((await watch())?.types, act === 'enable' ? both : [])
    })
  }

  test('are allowed for what the caller may, and for nothing of it otherwise', async () => {
    const { body } = await api('POST', '/v1.0/enterprise-projects', { name: 'shop' })
    const project = body.enterprise_project.id
    const [inside, outside] = [await hosted(40, { enterpriseProjectId: project }), await hosted(40)]
    const clerk = await createSubject(server, 'clerk')
    const { role } = (
      await api('POST', '/v3.0/OS-ROLE/roles', {
        role: {
          display_name: 'notices of the shop',
          type: 'AA',
          description: '',
          policy: {
            Version: '1.1',
            Statement: [
              {
                Effect: 'Allow',
                Action: ['scm:cert:enableNotification'],
                Condition: { StringEquals: { 'g:EnterpriseProjectId': [project] } },
              },
            ],
          },
        },
      })
    ).body
    await clerk.grant(role.id)
    const path = `${notification}/enable`
    refused(await clerk.api('POST', path, [wish(inside), wish(outside)]), 401, 'SCM.4002')
    done(await clerk.api('POST', path, [wish(inside)]))
  })

  test('a webhook is set, shown without its secret, and taken away; forbidden places are refused', async () => {
    const shown = async () => ok(await api('GET', `${notification}/webhook`))
    assert.deepEqual(await shown(), webhook)
    assert.match(secret, /^\S{40,}$/)
    for (const url of [
      'ftp://a.test/',
      'https://me:secret@a.test/',
      'https://a.test/#part',
      'nonsense',
      'http://10.0.0.1/',
      'http://[::1]/',
      'http://2852039166/',
      undefined,
    ]) {
      refused(await api('PUT', `${notification}/webhook`, { url }), 400, 'SCM.0005', 'url')
    }
    assert.deepEqual(await shown(), webhook)
    const id = await hosted(5)
    done(await api('DELETE', `${notification}/webhook`))
    done(await api('DELETE', `${notification}/webhook`))
    assert.deepEqual(await shown(), { url: null, update_time: null })
    await enable(id)
    assert.deepEqual([mailsOf(id).length, postsOf(id).length], [2, 0])
  })
})
