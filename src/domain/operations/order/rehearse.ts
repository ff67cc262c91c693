import { hasPeriodLeft } from '../../model/certificate-order.ts'
import type { DomainProof } from '../../model/domain-proof.ts'
import { DomainError } from '../../model/errors.ts'
import { parseOrderedNames, provenName } from '../../model/ordered-names.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { acmeMethod } from '../issuance/open-order.ts'
import type { Call } from '../world.ts'
import { type Ordered, presentOrdered } from './ordered-certificate.ts'

/** One thing that a renewal needs, and whether it would have it. */
export interface RehearsedStep {
  readonly name: 'period' | 'key' | 'issuer' | 'zone' | 'proof' | 'delivery'
  /** The name that it is about; null for the whole. */
  readonly domain: string | null
  readonly isFine: boolean
  readonly finding: string
}

/**
 * Goes the way of a renewal without issuing anything, and tells what would fail: the authority is asked for an order that is
 * given up at once, records are placed and taken away again, proofs are looked for. Throws `certificate-not-found`,
 * `state-forbids` for what was never applied for, and while a certificate is on its way.
 */
export async function rehearse(call: Call, { id }: { readonly id: string }): Promise<RehearsedStep[]> {
  const certificate = await call.read((stores) => presentAtRest(stores, id))
  const steps = [
    periodStep(certificate, call.clock.now()),
    keyStep(certificate),
    await issuerStep(call, certificate),
    ...(await proofSteps(call, certificate)),
  ]
  await call.write(async (stores, tell) => {
    await presentOrdered(stores, id)
    tell({ kind: 'hosted_certificate', id, after: steps })
  })
  return steps
}

/** While one is on its way its own order at the authority would be given up with that of the rehearsal. */
async function presentAtRest(stores: TenantReaders, id: string): Promise<Ordered> {
  const certificate = await presentOrdered(stores, id)
  if (certificate.domain === null || certificate.ordered.method === null) {
    throw new DomainError('state-forbids', { reason: 'nothing was applied for yet' })
  }
  if (await stores.issuances.find(id)) {
    throw new DomainError('state-forbids', { reason: 'a certificate is on its way already' })
  }
  return certificate
}

function periodStep({ ordered, inHand }: Ordered, now: number): RehearsedStep {
  if (!inHand) return fine('period', 'no certificate was issued yet')
  return hasPeriodLeft(ordered, inHand, now)
    ? fine('period', 'what was bought goes on after this certificate')
    : fault('period', 'what was bought ends with this certificate')
}

function keyStep({ ordered, inHand }: Ordered): RehearsedStep {
  if (ordered.keyAlgorithm !== null || !inHand) return fine('key', 'is made here')
  return fault('key', 'was brought with a CSR: a new certificate takes a new application')
}

async function issuerStep(call: Call, certificate: Ordered): Promise<RehearsedStep> {
  const issuer = call.certificateIssuers.ofBrand(certificate.ordered.brand)
  if (issuer.kind === 'built-in') return fine('issuer', 'the built-in issuer')
  return await attempt('issuer', null, async () => {
    const { directory, account } = await call.acmeAccounts.find(issuer.name)
    const method = acmeMethod(certificate.ordered.method ?? 'DNS')
    const order = await directory.openOrder(account, { names: namesOf(certificate), method })
    for (const { authorizationUrl } of order.challenges) await directory.deactivate(account, authorizationUrl)
    return `${issuer.name} opens orders for these names`
  })
}

async function proofSteps(call: Call, certificate: Ordered): Promise<RehearsedStep[]> {
  const { proofs, placesRecords } = certificate.ordered
  return await Promise.all(
    proofs.map((proof) => (placesRecords ? placedStep(call, proof) : foundStep(call, proof))),
  )
}

/** A record of the rehearsal's own, so that one that is looked for is not mistaken for it. */
async function placedStep(call: Call, { domain, recordName }: DomainProof): Promise<RehearsedStep> {
  const value = `rehearsal-${call.random.identifier()}`
  return await attempt('zone', domain, async () => {
    const connector = call.dnsConnectors.find(recordName)
    if (!connector)
      throw new DomainError('dns-refused', { reason: `the settings have no zone for ${recordName}` })
    await connector.addText(recordName, value)
    try {
      const reading = await call.domainProver.readTextRecords(recordName)
      if (!reading.isRead) throw new DomainError('dns-refused', { reason: reading.reason })
      if (!reading.contents.includes(value)) {
        throw new DomainError('dns-refused', { reason: 'the record that was placed is not seen in DNS' })
      }
    } finally {
      await connector.removeText(recordName, value)
    }
    return 'a record can be placed, is seen, and was taken away'
  })
}

async function foundStep(call: Call, proof: DomainProof): Promise<RehearsedStep> {
  const { domain, method, recordName, recordValue } = proof
  if (method === 'EMAIL') return fault('proof', 'somebody has to confirm by mail', domain)
  const reading =
    method === 'DNS'
      ? await call.domainProver.readTextRecords(recordName)
      : await call.domainProver.readFile(provenName(domain), recordName)
  if (!reading.isRead) return fault('proof', reading.reason, domain)
  const isThere = reading.contents.some((content) => content.trimEnd() === recordValue)
  return isThere
    ? fine('proof', 'the record of before is there', domain)
    : fault('proof', 'the record of before is gone: it has to be set again', domain)
}

async function attempt(
  name: RehearsedStep['name'],
  domain: string | null,
  work: () => Promise<string>,
): Promise<RehearsedStep> {
  try {
    return fine(name, await work(), domain)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return fault(name, error.facts.reason ?? error.code, domain)
  }
}

const namesOf = ({ domain, otherDomains }: Ordered) => parseOrderedNames(domain ?? '', otherDomains.join(';'))

const fine = (name: RehearsedStep['name'], finding: string, domain: string | null = null): RehearsedStep => ({
  name,
  domain,
  isFine: true,
  finding,
})
const fault = (
  name: RehearsedStep['name'],
  finding: string,
  domain: string | null = null,
): RehearsedStep => ({
  ...fine(name, finding, domain),
  isFine: false,
})
