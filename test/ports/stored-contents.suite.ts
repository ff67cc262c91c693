import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApplicationDocument } from '../../src/domain/model/application-document.ts'
import { comingKeyId } from '../../src/domain/model/issuance.ts'
import { type Deployment, placeKey } from '../../src/domain/model/push.ts'
import { sealedRecords } from '../../src/domain/model/sealed.ts'
import { appendBeside } from '../../src/storage/append-beside.ts'
import { isKnownSchema } from '../../src/storage/copy-database.ts'
import { readStored } from '../../src/storage/read-stored.ts'
import type { Open } from './opened.ts'
import {
  aCertificate,
  aHostedCertificate,
  anAuditRecord,
  anAuthority,
  anIssuance,
  aPush,
  newId,
  now,
  octets,
  ours,
  theirs,
} from './sample-nouns.ts'
import { aRequest } from './stored-request-store.suite.ts'
import { suite } from './suite.ts'

/** What commands do beside a server that has the database open. */
export function storedContentsSuite(name: string, open: Open): void {
  suite(`the whole of a database on ${name}`, open, (stage) => {
    test('tells of every account, while a server is at work', async () => {
      const [authority, other, certificate] = [anAuthority(), anAuthority(), aCertificate()]
      await stage.database.write(ours, async (stores) => {
        await stores.authorities.add(authority)
        await stores.certificates.add(certificate, octets(48, 0))
        await stores.keys.add(authority.id, octets(1))
        await stores.keys.add(certificate.id, octets(2))
        await stores.installation.setValue('master-key-check', octets(7, 8))
        await stores.installation.addDataKey(1, octets(9), now)
      })
      await stage.database.write(theirs, ({ authorities }) => authorities.add(other))
      await readStored(stage.opened.url, async ({ contents }) => {
        assert.deepEqual(await contents.count(), {
          authorities: 2,
          certificates: 1,
          revoked: 0,
          auditRecords: 0,
          hostedCertificates: 0,
          certificateRequests: 0,
          webhooks: 0,
          orders: 0,
          applicationDocuments: 0,
          acmeAccounts: 0,
          pushes: 0,
          deployments: 0,
        })
        assert.deepEqual(await contents.findMasterKeyCheck(), octets(7, 8))
        assert.deepEqual(await contents.listDataKeys(), [{ id: 1, wrapped: octets(9) }])
        const migrations = await contents.listMigrations()
        assert.ok(migrations.includes('0001-foundation') && (await isKnownSchema(migrations)))
        assert.equal(await isKnownSchema([...migrations, '9999-of-tomorrow']), false)
        const keys = [...(await contents.listAuthorityKeys()), ...(await contents.listCertificateKeys(5))]
        assert.deepEqual(
          keys.map(({ owner, secret }) => ({ owner, ...secret })),
          [
            {
              owner: `CA ${authority.id}`,
              record: sealedRecords.authorityKey(ours, authority.id),
              sealed: octets(1),
            },
            {
              owner: `certificate ${certificate.id}`,
              record: sealedRecords.certificateKey(ours, certificate.id),
              sealed: octets(2),
            },
          ],
        )
      })
    })

    test('tells of the secrets of hosted certificates, requests and webhooks', async () => {
      const [hosted, request] = [aHostedCertificate(), aRequest()]
      const content = {
        certificateDer: octets(0x30, 1),
        chainDers: [],
        encryptionCertificateDer: octets(0x30, 3),
      }
      await stage.database.write(ours, async (stores) => {
        await stores.hostedCertificates.add(hosted, content)
        await stores.keys.add(hosted.id, octets(11))
        await stores.keys.add(`${hosted.id}/encryption`, octets(12))
        await stores.storedRequests.add(request)
        await stores.keys.add(request.id, octets(13))
        await stores.notices.setWebhook({ url: 'https://hook.example.test/', updatedAt: now }, octets(14))
      })
      await readStored(stage.opened.url, async ({ contents }) => {
        const { hostedCertificates, certificateRequests, webhooks } = await contents.count()
        assert.deepEqual([hostedCertificates, certificateRequests, webhooks], [1, 1, 1])
        const keys = await contents.listHostedKeys(9)
        assert.deepEqual(
          keys
            .map(({ secret, publicHalf }) => [secret.sealed[0] ?? 0, secret.record, publicHalf] as const)
            .sort(([left], [right]) => left - right),
          [
            [11, sealedRecords.hostedKey(ours, hosted.id), { certificateDer: octets(0x30, 1) }],
            [12, sealedRecords.hostedEncryptionKey(ours, hosted.id), { certificateDer: octets(0x30, 3) }],
          ],
        )
        const [ofRequest] = await contents.listRequestKeys(9)
        assert.deepEqual(ofRequest?.secret, {
          record: sealedRecords.requestKey(ours, request.id),
          sealed: octets(13),
        })
        const [ofWebhook] = await contents.listWebhookSecrets()
        assert.deepEqual(ofWebhook?.secret, { record: sealedRecords.noticeSecret(ours), sealed: octets(14) })
      })
    })

    test('tells of the secrets of orders and pushes', async () => {
      const hosted = aHostedCertificate()
      const issuance = anIssuance(hosted.id)
      const document: ApplicationDocument = {
        id: newId(),
        certificateId: hosted.id,
        kind: 'other',
        mediaType: 'image/png',
        sizeOctets: 5,
        addedAt: now,
      }
      const push = aPush(hosted.id)
      await stage.database.write(ours, async (stores) => {
        await stores.hostedCertificates.add(hosted)
        await stores.issuances.set(issuance)
        await stores.keys.add(comingKeyId(hosted.id), octets(21))
        await stores.applications.addDocument(document, octets(22))
        await stores.pushes.add(push)
        await stores.pushes.add({ ...push, id: 'd'.repeat(32) })
        await stores.pushes.update(push, octets(24))
        await stores.pushes.setDeployment(aDeployment(hosted.id), octets(25))
        await stores.installation.setValue('acme-account/corp/0123', octets(23))
      })
      await readStored(stage.opened.url, async ({ contents }) => {
        const { orders, applicationDocuments, acmeAccounts, pushes, deployments } = await contents.count()
        assert.deepEqual([orders, applicationDocuments, acmeAccounts, pushes, deployments], [1, 1, 1, 2, 1])
        const secrets = [
          ...(await contents.listComingKeys(9)),
          ...(await contents.listApplicationDocuments(9)),
          ...(await contents.listAcmeAccounts()),
          ...(await contents.listPushSnapshots(9)),
          ...(await contents.listDeployedContents(9)),
        ]
        assert.deepEqual(
          secrets.map(({ secret }) => secret),
          [
            { record: sealedRecords.comingKey(ours, hosted.id, issuance.id), sealed: octets(21) },
            { record: sealedRecords.applicationDocument(ours, hosted.id, document.id), sealed: octets(22) },
            { record: sealedRecords.acmeAccount('corp'), sealed: octets(23) },
            { record: sealedRecords.pushSnapshot(ours, push.id), sealed: octets(24) },
            { record: sealedRecords.deployedContent(ours, hosted.id, placeKey(place)), sealed: octets(25) },
          ],
        )
        const own = (await contents.listHostedKeys(9)).filter(({ owner }) => owner.includes(hosted.id))
        assert.deepEqual(own, [])
      })
    })

    test('takes a record from beside the server, which sees it and goes on writing', async () => {
      const beside = Array.from({ length: 5 }, () =>
        appendBeside(stage.opened.url, anAuditRecord({ operation: 'beside' })),
      )
      const own = Array.from({ length: 50 }, () =>
        stage.database.write('', ({ audit }) => audit.append(anAuditRecord({ operation: 'own' }))),
      )
      await Promise.all([...beside, ...own])
      const unsealed = await stage.database.read('', ({ trail }) => trail.listUnsealed(100))
      const count = (operation: string) =>
        unsealed.filter(({ record }) => record.operation === operation).length
      assert.deepEqual([count('beside'), count('own')], [5, 50])
    })
  })
}

const place = { service: 'ELB', project: 'cn-north-4', resource: null } as const

const aDeployment = (certificateId: string): Deployment => ({
  ...place,
  certificateId,
  certificateName: 'shop',
  domains: ['www.example.test'],
  target: 'shop',
  resourceId: 'resource',
  resourceName: 'shop',
  fingerprint: 'f'.repeat(64),
  certificatePem: '',
  notAfter: now,
  pushedAt: now,
})
