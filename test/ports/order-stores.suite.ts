import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApplicationDocument } from '../../src/domain/model/application-document.ts'
import type { HostedCertificate } from '../../src/domain/model/hosted-certificate.ts'
import type { Open } from './opened.ts'
import { aHostedCertificate, anIssuance, anOrder, newId, now, octets, ours, theirs } from './sample-nouns.ts'
import { suite } from './suite.ts'

const application = {
  entered: { domain: 'www.example.test', otherDomains: '', requestPem: null },
  company: { name: '例子 Ltd', unit: null, province: 'x', city: 'y', country: 'CN' },
  applicant: { name: 'Li Lei', phone: '1', email: 'a@b.test' },
  technicalContact: { name: null, phone: null, email: null },
}

/** Certificates on their way, who applied for them, and what they showed. */
export function orderStoresSuite(name: string, open: Open): void {
  suite(`order stores on ${name}`, open, (stage) => {
    const add = async (changes: Partial<HostedCertificate> = {}, accountId = ours) => {
      const certificate = aHostedCertificate({ ordered: anOrder(), ...changes })
      await stage.database.write(accountId, ({ hostedCertificates }) => hostedCertificates.add(certificate))
      return certificate
    }
    const find = (id: string, accountId = ours) =>
      stage.database.read(accountId, ({ issuances }) => issuances.find(id))

    test('an issuance is kept, replaced, seen by its own account only, and goes with its certificate', async () => {
      const { id } = await add()
      assert.equal(await find(id), undefined)
      const first = anIssuance(id, { requestDer: octets(5), hindrance: 'Ünï "quoted"' })
      await stage.database.write(ours, ({ issuances }) => issuances.set(first))
      assert.deepEqual(await find(id), first)
      assert.equal(await find(id, theirs), undefined)
      const second = anIssuance(id, { id: '11111111-0000-4000-8000-000000000000', step: 'issuing', looks: 3 })
      await stage.database.write(ours, ({ issuances }) => issuances.set(second))
      await stage.database.write(theirs, ({ issuances }) => issuances.remove(id))
      assert.deepEqual(await find(id), second)
      await stage.database.write(ours, ({ issuances }) => issuances.remove(id))
      assert.equal(await find(id), undefined)
      await stage.database.write(ours, ({ issuances }) => issuances.set(first))
      await stage.database.write(ours, ({ hostedCertificates }) => hostedCertificates.remove(id))
      assert.equal(await find(id), undefined)
    })

    test("another account's is not overwritten", async () => {
      const { id } = await add()
      const own = anIssuance(id)
      await stage.database.write(ours, ({ issuances }) => issuances.set(own))
      await stage.database.write(theirs, ({ issuances }) => issuances.set({ ...own, looks: 99 }))
      assert.deepEqual(await find(id), own)
      await stage.database.write(ours, ({ applications }) => applications.set(id, application))
      await stage.database.write(theirs, ({ applications }) =>
        applications.set(id, { ...application, applicant: { name: 'x', phone: 'y', email: 'z' } }),
      )
      const kept = await stage.database.read(ours, ({ applications }) => applications.find(id))
      assert.deepEqual(kept, application)
    })

    test('what waits for a reviewer is found over all accounts, the oldest first; and counted for health', async () => {
      const ids: string[] = []
      for (const [startedAt, accountId] of [
        [now - 5, ours],
        [now - 9, theirs],
        [now - 7, ours],
      ] as const) {
        const { id } = await add({}, accountId)
        ids.push(id)
        const waiting = anIssuance(id, { id: newId(), step: 'reviewing', startedAt })
        await stage.database.write(accountId, ({ issuances }) => issuances.set(waiting))
      }
      const { id: hindered } = await add({ state: 'ISSUED' })
      const overdue = { ...anIssuance(hindered, { id: newId(), hindrance: 'away', startedAt: now - 99 }) }
      await stage.database.write(ours, ({ issuances }) => issuances.set(overdue))
      const look = (limit: number, offset: number) =>
        stage.database.read('', ({ issuances }) => issuances.listReviews({ limit, offset }))
      assert.deepEqual(
        (await look(10, 0)).map(({ certificateId }) => certificateId),
        [ids[1], ids[2], ids[0]],
      )
      assert.deepEqual(
        (await look(1, 1)).map(({ certificateId, accountId }) => [certificateId, accountId]),
        [[ids[2], ours]],
      )
      assert.equal(await stage.database.read('', ({ issuances }) => issuances.countReviews()), 3)
      const found = (id = '') => stage.database.read('', ({ issuances }) => issuances.findReview(id))
      assert.equal((await found(ids[1]))?.accountId, theirs)
      assert.equal(await found(hindered), undefined)
      const renewing = await add({ state: 'ISSUED', ordered: anOrder({ renewsItself: true }) })
      const counted = await stage.database.search('', ({ healthOverview }) =>
        healthOverview.countOrders(now + 1e9),
      )
      assert.ok(renewing.inHand)
      const { notBefore, notAfter } = renewing.inHand
      assert.deepEqual(counted, {
        hindered: 1,
        hinderedSince: now - 99,
        reviews: 3,
        reviewSince: now - 9,
        overdueRenewals: 1,
        renewalDueSince: notBefore + ((notAfter - notBefore) * 2) / 3,
      })
    })

    test('an application and its documents are kept, seen by their account only, and erased', async () => {
      const { id } = await add()
      const documentOf = (changes: Partial<ApplicationDocument>): ApplicationDocument => ({
        id: newId(),
        certificateId: id,
        kind: 'other',
        mediaType: 'image/png',
        sizeOctets: 5,
        addedAt: now,
        ...changes,
      })
      const [late, early] = [documentOf({ addedAt: now + 1 }), documentOf({ kind: 'business-licence' })]
      await stage.database.write(ours, async ({ applications }) => {
        await applications.set(id, application)
        await applications.addDocument(late, octets(5))
        await applications.addDocument(early, octets(6))
      })
      const seen = (accountId: string) =>
        stage.database.read(accountId, async ({ applications }) => ({
          application: await applications.find(id),
          documents: await applications.listDocuments(id),
          one: await applications.findDocument(id, late.id),
        }))
      const nothing = { application: undefined, documents: [], one: undefined }
      assert.deepEqual(await seen(theirs), nothing)
      await stage.database.write(theirs, ({ applications }) => applications.erase(id))
      assert.deepEqual(await seen(ours), {
        application,
        documents: [early, late],
        one: { document: late, sealed: octets(5) },
      })
      await stage.database.write(ours, ({ applications }) =>
        applications.removeDocuments(id, 'business-licence'),
      )
      assert.deepEqual((await seen(ours)).documents, [late])
      await stage.database.write(ours, ({ applications }) => applications.erase(id))
      assert.deepEqual(await seen(ours), nothing)
    })

    test('a certificate is replaced with all that came of its order, by its own account only', async () => {
      const before = await add({ state: 'PAID', inHand: null, domain: null })
      const content = { certificateDer: octets(9), chainDers: [octets(3)], encryptionCertificateDer: null }
      const issued = aHostedCertificate({
        ...before,
        state: 'ISSUED',
        inHand: aHostedCertificate().inHand,
        domain: 'a.test',
        otherDomains: ['b.test'],
        description: 'Ünï',
        ordered: anOrder({ failure: 'x', renewsItself: true }),
      })
      await stage.database.write(theirs, ({ hostedCertificates }) => hostedCertificates.replace(issued))
      const present = () =>
        stage.database.read(ours, async ({ hostedCertificates }) => ({
          certificate: await hostedCertificates.find(before.id),
          content: await hostedCertificates.findContent(before.id),
        }))
      assert.deepEqual(await present(), { certificate: before, content: undefined })
      for (const sent of [content, { ...content, certificateDer: octets(8), chainDers: [] }]) {
        await stage.database.write(ours, ({ hostedCertificates }) => hostedCertificates.replace(issued, sent))
        assert.deepEqual(await present(), { certificate: issued, content: sent })
      }
    })
  })
}
