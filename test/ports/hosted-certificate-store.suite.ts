import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HostedContent } from '../../src/domain/model/hosted-certificate.ts'
import type { Open } from './opened.ts'
import { aHostedCertificate, newHostedId, octets, ours, theirs } from './sample-nouns.ts'
import { suite } from './suite.ts'

const content: HostedContent = {
  certificateDer: octets(0x30, 1),
  chainDers: [octets(0x30, 2), octets(), octets(0x30, 0, 255)],
  encryptionCertificateDer: octets(0x30, 3),
}

export function hostedCertificateStoreSuite(name: string, open: Open): void {
  suite(`hosted certificate store on ${name}`, open, (stage) => {
    const add = (certificate = aHostedCertificate(), accountId = ours, more?: HostedContent) =>
      stage.database.write(accountId, ({ hostedCertificates }) => hostedCertificates.add(certificate, more))
    const find = (id: string, accountId = ours) =>
      stage.database.read(accountId, ({ hostedCertificates }) => hostedCertificates.find(id))
    const findContent = (id: string, accountId = ours) =>
      stage.database.read(accountId, ({ hostedCertificates }) => hostedCertificates.findContent(id))

    test('finds what was added as it was added', async () => {
      const certificate = aHostedCertificate({
        name: 'Ünïcode.1',
        otherDomains: ['a.example.test', '*.b.example.test', '2001:db8::1'],
        enterpriseProjectId: 'p',
      })
      assert.equal(await add(certificate, ours, content), true)
      assert.deepEqual(await find(certificate.id), certificate)
      assert.deepEqual(await findContent(certificate.id), content)
    })

    test('one that is not in hand yet has no content', async () => {
      const certificate = aHostedCertificate({ state: 'PAID', domain: null, inHand: null })
      await add(certificate)
      assert.deepEqual(await find(certificate.id), certificate)
      assert.equal(await findContent(certificate.id), undefined)
    })

    test('an empty chain and no second certificate come back as such', async () => {
      const certificate = aHostedCertificate()
      const bare = { ...content, chainDers: [], encryptionCertificateDer: null }
      await add(certificate, ours, bare)
      assert.deepEqual(await findContent(certificate.id), bare)
    })

    test('an id that is taken is not taken again, by whatever account, and changes nothing', async () => {
      const certificate = aHostedCertificate()
      await add(certificate, ours, content)
      for (const accountId of [ours, theirs]) {
        const other = { ...certificate, name: 'other' }
        assert.equal(await add(other, accountId, { ...content, chainDers: [] }), false)
      }
      assert.deepEqual(await find(certificate.id), certificate)
      assert.deepEqual(await findContent(certificate.id), content)
      assert.equal(await find(certificate.id, theirs), undefined)
    })

    test('is found by its fingerprint, within the account', async () => {
      const certificate = aHostedCertificate()
      const fingerprint = 'f'.repeat(40)
      await add({ ...certificate, inHand: certificate.inHand && { ...certificate.inHand, fingerprint } })
      const by = (accountId: string, sought: string) =>
        stage.database.read(accountId, ({ hostedCertificates }) =>
          hostedCertificates.findByFingerprint(sought),
        )
      assert.equal(await by(ours, fingerprint), certificate.id)
      assert.equal(await by(theirs, fingerprint), undefined)
      assert.equal(await by(ours, 'e'.repeat(40)), undefined)
    })

    test('is removed with its content, by its own account only', async () => {
      const { id } = aHostedCertificate()
      await add(aHostedCertificate({ id }), ours, content)
      const remove = (accountId: string) =>
        stage.database.write(accountId, ({ hostedCertificates }) => hostedCertificates.remove(id))
      await remove(theirs)
      assert.ok((await find(id)) && (await findContent(id)))
      await remove(ours)
      assert.equal(await find(id), undefined)
      const left = await stage.opened.query(`select id from hosted_certificate_content where id = '${id}'`)
      assert.deepEqual(left, [])
    })

    test("an unknown one, another account's, and everything for nobody is absent", async () => {
      const { id } = aHostedCertificate()
      await add(aHostedCertificate({ id }), ours, content)
      for (const [accountId, sought] of [
        [ours, newHostedId()],
        [theirs, id],
        ['', id],
      ] as const) {
        assert.equal(await find(sought, accountId), undefined)
        assert.equal(await findContent(sought, accountId), undefined)
      }
    })
  })
}
