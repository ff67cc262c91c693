import { withoutDuplicates } from '../../model/alternative-name.ts'
import { DomainError } from '../../model/errors.ts'
import { checkNamesFit, type OrderedName, parseOrderedNames } from '../../model/ordered-names.ts'
import type { TenantStores } from '../../ports/doors.ts'
import { beginIssuance } from '../issuance/begin-issuance.ts'
import { askForAdvance } from '../issuance/job-kinds.ts'
import type { Call } from '../world.ts'
import { checkNamesProvable } from './check-names-provable.ts'
import { afterEvent, type Ordered, presentOrdered } from './ordered-certificate.ts'

export interface SupplementCommand {
  readonly id: string
  /** Those that it has beside the domain, by semicolons: who asks must know what is there. */
  readonly presentNames: string
  /** By semicolons. */
  readonly addedNames: string
  /** The technical contact's from here on. */
  readonly contactEmail?: string
}

/**
 * Has an issued multi-domain certificate issued anew with more names (API reference 6.20); the present one stays until then.
 * Throws `certificate-not-found`, `state-forbids`, `domain-name-invalid`.
 */
export async function supplementNames(call: Call, command: SupplementCommand): Promise<void> {
  const { id } = command
  const found = await call.read((stores) => presentOrdered(stores, id))
  checkSupplementable(call, found)
  const names = allNames(found, command)
  const { ordered } = found
  const method = ordered.method ?? 'DNS'
  blaming('add_sans', () => checkNamesFit(ordered, names))
  checkNamesProvable(call, ordered, names, { method, placesRecords: ordered.placesRecords })
  const issuance = beginIssuance(call, call.certificateIssuers.ofBrand(ordered.brand), {
    id: call.random.uuid(),
    certificateId: id,
    purpose: 'supplement',
    names: names.map(({ value }) => value),
    method,
    placesRecords: ordered.placesRecords,
    keyAlgorithm: ordered.keyAlgorithm,
    requestDer: null,
    hasKey: true,
    formerProofs: ordered.proofs,
  })
  await call.write(async (stores, tell) => {
    const before = await presentOrdered(stores, id)
    checkSupplementable(call, before)
    const after = afterEvent(before, 'supplement', call.clock.now(), {
      proofs: issuance.proofs,
      failure: null,
    })
    await stores.hostedCertificates.replace(after)
    await stores.issuances.set(issuance)
    await keepContact(stores, command)
    await askForAdvance(stores.jobs, call.caller.account.id, id, call.clock.now())
    tell({ kind: 'hosted_certificate', id, before, after })
  })
}

/** Whose agreement was withdrawn is not kept again. */
async function keepContact(
  { applications }: TenantStores,
  { id, contactEmail: email }: SupplementCommand,
): Promise<void> {
  const application = await applications.find(id)
  if (!application || email === undefined) return
  await applications.set(id, {
    ...application,
    technicalContact: { ...application.technicalContact, email },
  })
}

function checkSupplementable(call: Call, certificate: Ordered): void {
  afterEvent(certificate, 'supplement', call.clock.now())
  if (certificate.ordered.domainType !== 'MULTI_DOMAIN') {
    throw new DomainError('state-forbids', {
      reason: 'only a multi-domain certificate has room for more names',
    })
  }
  if (certificate.ordered.keyAlgorithm === null) {
    throw new DomainError('state-forbids', {
      reason: 'its key was brought with a CSR, which can hold no more names: apply anew',
    })
  }
}

/** Throws `domain-name-invalid` where the present ones are others, or no new one is among the rest. */
function allNames({ domain, otherDomains }: Ordered, { presentNames, addedNames }: SupplementCommand) {
  const first = domain ?? ''
  const present = parseOrderedNames(first, otherDomains.join(';'))
  const told = blaming('ori_sans', () => parseOrderedNames(first, presentNames))
  const union = withoutDuplicates([...present, ...told])
  if (told.length !== present.length || union.length !== present.length) {
    throw refused('ori_sans', 'must be the further names that the certificate has')
  }
  const all = blaming('add_sans', () => parseOrderedNames(first, [...otherDomains, addedNames].join(';')))
  if (all.length === present.length)
    throw refused('add_sans', 'must hold a name that the certificate has not')
  return all satisfies readonly OrderedName[]
}

/** Names are refused by the field that they came in. */
function blaming<Result>(parameter: string, check: () => Result): Result {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'domain-name-invalid') throw error
    throw new DomainError(error.code, { ...error.facts, parameter })
  }
}

const refused = (parameter: string, reason: string) =>
  new DomainError('domain-name-invalid', { parameter, reason })
