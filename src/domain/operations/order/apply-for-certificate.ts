import { type CertificateApplication, checkCompany } from '../../model/certificate-application.ts'
import { isOrganizationValidated } from '../../model/certificate-order.ts'
import type { ProofMethod } from '../../model/domain-proof.ts'
import { comingKeyId, type Issuance } from '../../model/issuance.ts'
import type { RequestKeyAlgorithm } from '../../model/key-algorithm.ts'
import { checkNamesFit, parseOrderedNames } from '../../model/ordered-names.ts'
import { sealedRecords } from '../../model/sealed.ts'
import { beginIssuance } from '../issuance/begin-issuance.ts'
import { askForAdvance } from '../issuance/job-kinds.ts'
import type { Call } from '../world.ts'
import { checkIssuerServes } from './buy-certificates.ts'
import { checkNamesProvable } from './check-names-provable.ts'
import { afterEvent, type Ordered, presentOrdered } from './ordered-certificate.ts'
import { readOrderKey } from './read-order-key.ts'

export interface ApplyCommand extends CertificateApplication {
  readonly id: string
  readonly method: ProofMethod
  readonly placesRecords: boolean
  readonly keyAlgorithm: RequestKeyAlgorithm
}

/**
 * Applies for what was bought (API reference, apply; api-answers A38): from here on the names are proven, and the
 * certificate follows by itself. Throws `certificate-not-found`, `state-forbids`, `domain-name-invalid`,
 * `parameter-invalid`, `certificate-request-invalid`.
 */
export async function applyForCertificate(call: Call, command: ApplyCommand): Promise<void> {
  const { id, method, placesRecords } = command
  const { domain, otherDomains, requestPem } = command.entered
  const names = parseOrderedNames(domain, otherDomains)
  const { ordered } = await call.read((stores) => presentApplicable(call, stores, id))
  checkIssuerServes(call, ordered)
  if (isOrganizationValidated(ordered.type)) checkCompany(command.company)
  checkNamesFit(ordered, names)
  checkNamesProvable(call, ordered, names, command)
  const issuanceId = call.random.uuid()
  const record = sealedRecords.comingKey(call.caller.account.id, id, issuanceId)
  const { sealedKey, ...key } = await readOrderKey(
    call,
    names,
    { requestPem, keyAlgorithm: command.keyAlgorithm },
    record,
  )
  const issuance = beginIssuance(call, call.certificateIssuers.ofBrand(ordered.brand), {
    id: issuanceId,
    certificateId: id,
    purpose: 'first',
    names: names.map(({ value }) => value),
    method,
    placesRecords,
    ...key,
  })
  await keep(call, command, issuance, sealedKey)
}

async function presentApplicable(
  call: Call,
  stores: Parameters<typeof presentOrdered>[0],
  id: string,
): Promise<Ordered> {
  const certificate = await presentOrdered(stores, id)
  afterEvent(certificate, 'apply', call.clock.now())
  return certificate
}

async function keep(
  call: Call,
  { id, entered, company, applicant, technicalContact }: ApplyCommand,
  issuance: Issuance,
  sealedKey: Uint8Array | undefined,
): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = await presentOrdered(stores, id)
    const after = applied(before, issuance, call.clock.now())
    await stores.hostedCertificates.replace(after)
    await stores.applications.set(id, { entered, company, applicant, technicalContact })
    await stores.issuances.set(issuance)
    await stores.keys.remove(comingKeyId(id))
    if (sealedKey) await stores.keys.add(comingKeyId(id), sealedKey)
    await askForAdvance(stores.jobs, call.caller.account.id, id, call.clock.now())
    tell({ kind: 'hosted_certificate', id, before, after })
  })
}

function applied(before: Ordered, { names, method, issuer, step, proofs }: Issuance, now: number): Ordered {
  const [domain = null, ...otherDomains] = names
  const checking = afterEvent(before, 'apply', now, {
    method,
    issuer,
    failure: null,
    proofs,
    isPrivacyWithdrawn: false,
  })
  const known = step === 'opening' ? checking : afterEvent(checking, 'challenges-told', now)
  return { ...known, domain, otherDomains }
}
