import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ExpiryWatch, NoticeDelivery } from '../../src/domain/model/expiry-notice.ts'
import type { HostedCertificate } from '../../src/domain/model/hosted-certificate.ts'
import type { NoticeStore } from '../../src/domain/ports/notice-store.ts'
import type { Open } from './opened.ts'
import { aHostedCertificate, dayMs, newId, now, octets, ours, theirs } from './sample-nouns.ts'
import { suite } from './suite.ts'

const aDelivery = (changes: Partial<NoticeDelivery> = {}): NoticeDelivery => ({
  id: newId(),
  channel: 'mail',
  recipient: 'ops@example.test',
  notice: {
    type: 'CERT_EXPIRING',
    step: 7,
    accountId: ours,
    accountName: 'Ünï',
    certificate: {
      id: 'scs0000000000001',
      name: 'site',
      domain: null,
      otherDomains: ['a.test'],
      fingerprint: 'f',
      notAfter: now,
    },
    noticedAt: now,
  },
  state: 'waiting',
  attempts: 0,
  failure: null,
  createdAt: now,
  finishedAt: null,
  ...changes,
})

export function noticeStoreSuite(name: string, open: Open): void {
  suite(`notice store on ${name}`, open, (stage) => {
    const write = <Result>(work: (notices: NoticeStore) => Promise<Result>, accountId = ours) =>
      stage.database.write(accountId, ({ notices }) => work(notices))
    const add = async (changes: Partial<HostedCertificate> = {}, accountId = ours) => {
      const certificate = aHostedCertificate(changes)
      await stage.database.write(accountId, ({ hostedCertificates }) => hostedCertificates.add(certificate))
      return certificate
    }
    const aWatch = (certificateId: string, changes: Partial<ExpiryWatch> = {}): ExpiryWatch => ({
      certificateId,
      types: ['CERT_EXPIRING'],
      plannedFor: now + dayMs,
      toldStep: 7,
      lookAt: now + 1,
      ...changes,
    })
    const findWatch = (id: string, accountId = ours) =>
      stage.database.read(accountId, ({ notices }) => notices.findWatch(id))

    test('a watch is kept, replaced, seen by its own account only, and goes with its certificate', async () => {
      const { id } = await add()
      assert.equal(await findWatch(id), undefined)
      const first = aWatch(id, { types: [], plannedFor: null, toldStep: null, lookAt: null })
      await write((notices) => notices.setWatch(first))
      assert.deepEqual(await findWatch(id), first)
      const second = aWatch(id, { types: ['CERT_EXPIRING', 'CERT_EXPIRED'] })
      await write((notices) => notices.setWatch(second))
      await write((notices) => notices.setWatch(first), theirs)
      assert.deepEqual(await findWatch(id), second)
      assert.equal(await findWatch(id, theirs), undefined)
      await stage.database.write(ours, ({ hostedCertificates }) => hostedCertificates.remove(id))
      assert.equal(await findWatch(id), undefined)
    })

    test('what is due is found over all accounts, the longest due first', async () => {
      const due = async (at: number, limit = 100) =>
        (await stage.database.search('', ({ notices }) => notices.listDue(at, limit))).map(
          ({ accountId, certificateId }) => `${accountId} ${certificateId}`,
        )
      const watched = async (
        watch: Partial<ExpiryWatch>,
        certificate: Partial<HostedCertificate> = {},
        accountId = ours,
      ) => {
        const { id } = await add(certificate, accountId)
        await write((notices) => notices.setWatch(aWatch(id, watch)), accountId)
        return `${accountId} ${id}`
      }
      const later = await watched({ lookAt: now + 20 })
      const sooner = await watched({ lookAt: now + 10 }, {}, theirs)
      const renewed = await watched({ lookAt: now + 30, plannedFor: now })
      await watched({ lookAt: null })
      await watched({ lookAt: now, types: [] })
      await watched({ lookAt: now }, { state: 'REVOKED' })
      await watched({ lookAt: now }, { state: 'PAID', inHand: null })
      assert.deepEqual(await due(now), [renewed])
      assert.deepEqual(await due(now + 10), [sooner, renewed])
      assert.deepEqual(await due(now + 20), [sooner, later, renewed])
      assert.deepEqual(await due(now + 20, 2), [sooner, later])
    })

    test('a delivery is kept as it is, and removed some time after its end', async () => {
      const waiting = aDelivery()
      const done = aDelivery({ state: 'delivered', attempts: 2, finishedAt: now })
      const old = aDelivery({ state: 'failed', failure: 'no', attempts: 9, finishedAt: now - dayMs })
      for (const delivery of [waiting, { ...done, state: 'waiting' as const }, old]) {
        await write((notices) => notices.setDelivery(delivery))
      }
      await write((notices) => notices.setDelivery(done))
      await write((notices) => notices.setDelivery({ ...done, attempts: 99 }), theirs)
      const find = (id: string, accountId = ours) =>
        stage.database.read(accountId, ({ notices }) => notices.findDelivery(id))
      assert.deepEqual(
        [await find(waiting.id), await find(done.id), await find(old.id)],
        [waiting, done, old],
      )
      assert.equal(await find(done.id, theirs), undefined)
      const remove = (before: number) =>
        stage.database.write('', ({ notices }) => notices.removeFinished(before, 100))
      assert.equal(await remove(now), 1)
      assert.equal(await remove(now), 0)
      assert.deepEqual(
        [await find(waiting.id), await find(done.id), await find(old.id)],
        [waiting, done, undefined],
      )
    })

    test('of what waits the oldest is found, and what was tried least', async () => {
      const account = newId()
      const [tried, fresh, late] = [
        aDelivery({ channel: 'webhook', attempts: 1 }),
        aDelivery({ channel: 'webhook', createdAt: now + 1 }),
        aDelivery({ channel: 'webhook', createdAt: now + 2 }),
      ]
      const ended = aDelivery({ channel: 'webhook', state: 'failed', createdAt: now - 1, finishedAt: now })
      for (const delivery of [late, fresh, tried, ended, aDelivery({ createdAt: now - 1 })]) {
        await write((notices) => notices.setDelivery(delivery), account)
      }
      const find = (order: 'oldest' | 'least-tried', accountId = account) =>
        stage.database.read(accountId, ({ notices }) => notices.findWaiting('webhook', order))
      assert.deepEqual([await find('oldest'), await find('least-tried')], [tried, fresh])
      assert.equal(await find('oldest', newId()), undefined)
    })

    test('a webhook that failed has a pause; another one has none, nor has that of another account', async () => {
      const [account, other] = [newId(), newId()]
      const pauseOf = (accountId: string) =>
        stage.database.read(accountId, async ({ notices }) => (await notices.findCalledWebhook())?.pause)
      const webhook = { url: 'https://one.test/', updatedAt: now }
      const none = { failures: 0, until: 0 }
      for (const one of [account, other])
        await write((notices) => notices.setWebhook(webhook, octets(1)), one)
      const pause = { failures: 3, until: now + dayMs }
      await write((notices) => notices.setPause(webhook, pause), account)
      assert.deepEqual([await pauseOf(account), await pauseOf(other)], [pause, none])
      const next = { ...webhook, updatedAt: now + 1 }
      await write((notices) => notices.setWebhook(next, octets(1)), account)
      await write((notices) => notices.setPause(webhook, pause), account)
      assert.deepEqual(await pauseOf(account), none)
    })

    test('an account has one webhook, with its secret', async () => {
      const find = (accountId: string) =>
        stage.database.read(accountId, async ({ notices }) => [
          await notices.findWebhook(),
          (await notices.findCalledWebhook())?.secretSealed,
        ])
      const [one, two] = [
        { url: 'https://one.test/', updatedAt: now },
        { url: 'https://two.test/', updatedAt: now + 1 },
      ]
      assert.deepEqual(await find(ours), [undefined, undefined])
      await write((notices) => notices.setWebhook(one, octets(1)))
      await write((notices) => notices.setWebhook(two, octets(2)))
      await write((notices) => notices.setWebhook(one, octets(3)), theirs)
      assert.deepEqual(await find(ours), [two, octets(2)])
      await write((notices) => notices.removeWebhook())
      assert.deepEqual(
        [await find(ours), await find(theirs)],
        [
          [undefined, undefined],
          [one, octets(3)],
        ],
      )
    })
  })
}
