import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import {
  type HostedCertificate,
  type HostedState,
  type HostedStatus,
  hostedStates,
  hostedStatus,
  isDeployable,
} from '../../src/domain/model/hosted-certificate.ts'
import type { Page } from '../../src/domain/model/page.ts'
import type { HostedFilter, HostedSortKey } from '../../src/domain/ports/hosted-certificate-store.ts'
import type { Open } from './opened.ts'
import { aHostedCertificate, dayMs, now, ours, theirs } from './sample-nouns.ts'
import { SeededRandom } from './seeded-random.ts'
import { suite } from './suite.ts'

type HostedPage = Page<HostedSortKey>

const whole: HostedPage = { offset: 0, limit: 1000, sortKey: 'updated', direction: 'descending' }

/** Everything that a list can be asked for, against the domain's own rules over the same certificates in memory. */
export function hostedCertificateListSuite(name: string, open: Open): void {
  suite(`lists of hosted certificates on ${name}`, open, (stage) => {
    const all = manyCertificates()

    before(async () => {
      await stage.database.write(ours, async ({ hostedCertificates }) => {
        for (const certificate of all) await hostedCertificates.add(certificate)
      })
      await stage.database.write(theirs, ({ hostedCertificates }) =>
        hostedCertificates.add(aHostedCertificate()),
      )
    })

    const list = (filter: HostedFilter, page: HostedPage = whole) =>
      stage.database.search(ours, ({ hostedCertificates }) => hostedCertificates.list(filter, page, now))

    const filters: Record<string, HostedFilter> = {
      'all of the account': {},
      ...Object.fromEntries(
        ([...hostedStates, 'EXPIRED'] as HostedStatus[]).map((status) => [status, { statuses: [status] }]),
      ),
      'one of several states': { statuses: ['CHECKING', 'CHECKING_ORG', 'UPLOAD', 'EXPIRED'] },
      'no state': { statuses: [] },
      'a part of the name': { text: 'SITE-1' },
      'a part of the domain': { text: 'Domain3' },
      'a part of another domain': { text: 'ther2.exam' },
      'characters that SQL knows': { text: '_%\\' },
      'a NUL character': { text: 'site\0' },
      'only what can be deployed': { isDeployable: true },
      'what did not end long ago': { endsAfter: now - 2 * dayMs },
      'enterprise projects': { enterpriseProjectIds: ['a', 'b'] },
      'no enterprise project': { enterpriseProjectIds: [] },
      'several conditions': {
        statuses: ['UPLOAD'],
        text: 'site',
        enterpriseProjectIds: ['0'],
        isDeployable: true,
      },
    }
    for (const [what, filter] of Object.entries(filters)) {
      test(`${what}, in every order`, async () => {
        for (const sortKey of ['updated', 'end', 'status'] as const) {
          for (const direction of ['ascending', 'descending'] as const) {
            const expected = sorted(
              all.filter((certificate) => fits(certificate, filter)),
              { ...whole, sortKey, direction },
            )
            const { total, items } = await list(filter, { ...whole, sortKey, direction })
            assert.deepEqual(items, expected, `${sortKey} ${direction}`)
            assert.equal(total, expected.length)
          }
        }
      })
    }

    test('pages follow one another, and past the end there is nothing but the total', async () => {
      const seen: string[] = []
      for (let offset = 0; ; offset += 7) {
        const { total, items } = await list({}, { ...whole, limit: 7, offset, sortKey: 'status' })
        assert.equal(total, all.length)
        if (items.length === 0) break
        seen.push(...items.map(({ id }) => id))
      }
      assert.deepEqual(
        seen,
        sorted(all, { ...whole, sortKey: 'status' }).map(({ id }) => id),
      )
      assert.deepEqual((await list({}, { ...whole, offset: Number.MAX_SAFE_INTEGER })).items, [])
    })
  })
}

const withoutCertificate: readonly HostedState[] = ['PAID', 'CHECKING', 'CHECKING_DOMAIN', 'UNPASSED']

function manyCertificates(): HostedCertificate[] {
  const random = new SeededRandom(7)
  const below = (bound: number) => random.below(bound)
  return Array.from({ length: 60 }, (_, index) => {
    const state = hostedStates[index % hostedStates.length] ?? 'UPLOAD'
    const isInHand = !withoutCertificate.includes(state)
    return aHostedCertificate({
      name: index % 9 === 0 ? '_%\\' : `site-${index}`,
      state,
      domain: isInHand ? `domain${below(5)}.example.test` : null,
      otherDomains: isInHand ? Array.from({ length: below(3) }, (_, one) => `other${one}.example.test`) : [],
      inHand: isInHand
        ? {
            fingerprint: `${index}`.padStart(40, '0'),
            signatureAlgorithm: 'SHA256withRSA',
            hasKey: below(4) > 0,
            notBefore: now - 100 * dayMs,
            // some end at this very moment
            notAfter: now + (below(5) - 2) * 2 * dayMs,
          }
        : null,
      updatedAt: now + below(10),
      enterpriseProjectId: random.of(['0', 'a', 'b']),
    })
  })
}

function fits(certificate: HostedCertificate, filter: HostedFilter): boolean {
  const { statuses, text, endsAfter, enterpriseProjectIds } = filter
  const { name, domain, otherDomains, inHand } = certificate
  const own = hostedStatus(certificate, now)
  const texts = [name, domain ?? '', ...otherDomains].map((one) => one.toLowerCase())
  return (
    (!statuses || statuses.includes(own)) &&
    (!text || texts.some((one) => one.includes(text.toLowerCase()))) &&
    (endsAfter === undefined || inHand === null || inHand.notAfter > endsAfter) &&
    (!filter.isDeployable || isDeployable(certificate, now)) &&
    (!enterpriseProjectIds || enterpriseProjectIds.includes(certificate.enterpriseProjectId))
  )
}

function sorted(certificates: readonly HostedCertificate[], { sortKey, direction }: HostedPage) {
  const key = (certificate: HostedCertificate): string | number => {
    if (sortKey === 'updated') return certificate.updatedAt
    if (sortKey === 'end') return certificate.inHand?.notAfter ?? Number.NEGATIVE_INFINITY
    return hostedStatus(certificate, now)
  }
  const ascending = certificates.toSorted((left, right) => {
    const [a, b] = key(left) === key(right) ? [left.id, right.id] : [key(left), key(right)]
    return a < b ? -1 : 1
  })
  return direction === 'ascending' ? ascending : ascending.toReversed()
}
