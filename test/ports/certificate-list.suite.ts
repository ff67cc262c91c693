import { before, test } from 'node:test'
import { certificateStatuses, type PrivateCertificate } from '../../src/domain/model/private-certificate.ts'
import { checkCertificateList, sortKeys } from './certificate-list-oracle.ts'
import { enterpriseProjects, oddNames, soughtParts, soughtProjects } from './listing-oracle.ts'
import type { Open } from './opened.ts'
import { aCertificate, now, octets, ours, subjectNamed, theirs } from './sample-nouns.ts'
import { chosenSeed, SeededRandom } from './seeded-random.ts'
import { type Stage, suite } from './suite.ts'

export function certificateListSuite(name: string, open: Open): void {
  suite(`list of certificates on ${name}`, open, (stage) => {
    const seed = chosenSeed()
    const random = new SeededRandom(seed)
    const certificates = Array.from({ length: 150 }, () => randomCertificate(random))

    before(() => addAll(stage, certificates))

    for (const status of [undefined, ...certificateStatuses]) {
      test(`agrees with the domain: ${status ?? 'any status'}, every order (seed ${seed})`, async () => {
        for (const sortKey of sortKeys) {
          for (const direction of ['ascending', 'descending'] as const) {
            const name = random.of([undefined, undefined, ...soughtParts])
            const projects = random.of(soughtProjects)
            const filter = {
              ...(name !== undefined && { name }),
              ...(status && { status }),
              ...(projects && { enterpriseProjectIds: projects }),
            }
            const page = { offset: random.below(30), limit: random.below(200), sortKey, direction }
            await checkCertificateList(stage, certificates, filter, page)
          }
        }
      })
    }

    test(`agrees with the domain for each CA, those of one name among them (seed ${seed})`, async () => {
      for (const { issuerId: id, issuerName: name } of certificates.slice(0, 20)) {
        for (const status of [undefined, ...certificateStatuses]) {
          const page = {
            offset: 0,
            limit: 100,
            sortKey: random.of(sortKeys),
            direction: 'ascending',
          } as const
          const filter = { issuer: { id, name }, ...(status && { status }) }
          await checkCertificateList(stage, certificates, filter, page)
        }
      }
    })

    test(`agrees with the domain for every odd name (seed ${seed})`, async () => {
      const page = { offset: 0, limit: 1000, sortKey: 'issuer_name', direction: 'descending' } as const
      for (const name of soughtParts) await checkCertificateList(stage, certificates, { name }, page)
    })

    test('is empty past its end, with the total', async () => {
      const page = { offset: 10_000, limit: 10, sortKey: 'create_time', direction: 'ascending' } as const
      await checkCertificateList(stage, certificates, {}, page)
    })
  })
}

async function addAll({ database }: Stage, all: readonly PrivateCertificate[]): Promise<void> {
  await database.write(ours, async ({ certificates }) => {
    for (const certificate of all) await certificates.add(certificate, octets(0x30))
  })
  await database.write(theirs, ({ certificates }) => certificates.add(aCertificate(), octets(0x30)))
}

/** The end lies at, just before or just after the present. */
function randomCertificate(random: SeededRandom): PrivateCertificate {
  const issuerName = random.of(oddNames)
  return aCertificate({
    issuerName,
    issuerId: `${issuerName} ${random.below(2)}`,
    subject: subjectNamed(random.of(oddNames)),
    revocation: random.below(4) === 0 ? { revokedAt: now, reason: 'SUPERSEDED' } : null,
    notAfter: now + random.of([-1000, -1, 0, 1, 1000]),
    createdAt: now + random.below(5),
    enterpriseProjectId: random.of(enterpriseProjects),
  })
}
