import type { PrivateCertificate } from '../../src/domain/model/private-certificate.ts'
import type { CertificateFilter } from '../../src/domain/ports/certificate-store.ts'
import type { OpenDatabase } from '../../src/storage/database.ts'
import { enterpriseProjects, oddNames, soughtProjects } from './listing-oracle.ts'
import { aCertificate, dayMs, now, octets, subjectNamed } from './sample-nouns.ts'
import type { SeededRandom } from './seeded-random.ts'

/** Names that share parts, so that parts are rare, frequent, or both by turns; one in four is odd. */
export function randomName(random: SeededRandom): string {
  const kind = random.below(8)
  if (kind < 2) return random.of(oddNames)
  if (kind < 4) return `Host-${random.below(2000)}.Example.test`
  if (kind < 6)
    return `${random.of(['100%', 'a_b', '"quoted"', 'x*y', 'back\\slash', "it's"])} NEAR ${random.below(50)}`
  return `证书服务\u{1F511}${random.below(30)}.${random.of(['内部', 'internal'])}`
}

/** Ends before, on and after the day of `now`, at its edges too. */
export const randomCertificate = (random: SeededRandom): PrivateCertificate =>
  aCertificate({
    issuerName: random.of(['Root', 'root', 'Ärger CA', 'CA 2']),
    subject: subjectNamed(randomName(random)),
    revocation: random.below(5) === 0 ? { revokedAt: now, reason: 'CERTIFICATE_HOLD' } : null,
    notAfter: now + random.of([-2 * dayMs, -1, 0, 1, 1000, dayMs - 1, dayMs, dayMs + 1, 9 * dayMs]),
    createdAt: now + random.below(20),
    enterpriseProjectId: random.of(enterpriseProjects),
  })

/** A part of one of the names, of one to nine characters, in another case by turns. */
export function randomPart(random: SeededRandom, all: readonly PrivateCertificate[]): string {
  const name = Array.from(random.of(all).subject.commonName)
  const start = random.below(name.length)
  const part = name.slice(start, start + 1 + random.below(9)).join('')
  return random.of([part, part, part.toUpperCase(), part.toLowerCase(), `${part}?`])
}

export function randomFilter(random: SeededRandom, all: readonly PrivateCertificate[]): CertificateFilter {
  const status = random.of([undefined, undefined, undefined, 'ISSUED', 'REVOKED', 'EXPIRED'] as const)
  const name = random.below(4) === 0 ? undefined : randomPart(random, all)
  const projects = random.of(soughtProjects)
  return {
    ...(status && { status }),
    ...(name !== undefined && { name }),
    ...(projects && { enterpriseProjectIds: projects }),
  }
}

export const addCertificates = (
  database: OpenDatabase,
  accountId: string,
  added: readonly PrivateCertificate[],
): Promise<void> =>
  database.write(accountId, async ({ certificates }) => {
    for (const certificate of added) await certificates.add(certificate, octets(0x30))
  })
