import { MalformedError } from '../../../x509/malformed.ts'
import { encodeObjectIdentifier, isReservedObjectIdentifier } from '../../../x509/object-identifiers.ts'
import { type AlternativeName, alternativeNameOf, withoutDuplicates } from '../../model/alternative-name.ts'
import { type CustomizedExtension, defaultKeyUsages } from '../../model/certificate-profile.ts'
import { type CertificateName, inheritName, sameName } from '../../model/distinguished-name.ts'
import { DomainError } from '../../model/errors.ts'
import { familyOf, type GeneratedKeyAlgorithm, type SignatureHash } from '../../model/key-algorithm.ts'
import {
  checkKeyUsages,
  type ExtendedKeyUsage,
  extendedKeyUsageIdentifiers,
  type KeyUsage,
} from '../../model/key-usage.ts'
import { sealedRecords } from '../../model/sealed.ts'
import { checkStart, type ValidityRequest } from '../../model/validity.ts'
import { checkBounds, isNameFromElsewhere } from '../authority/issuer-bounds.ts'
import { findIssuingAuthority } from '../authority/issuing-authority.ts'
import { checkEnterpriseProject } from '../permission/check-enterprise-project.ts'
import { checkQuota } from '../quota/quota.ts'
import type { Call } from '../world.ts'
import { signAndRecord } from './sign-and-record.ts'

export interface IssueCertificateCommand {
  readonly issuerId: string
  readonly keyAlgorithm: GeneratedKeyAlgorithm
  readonly signatureHash: SignatureHash
  readonly subject: CertificateName
  readonly validity: ValidityRequest
  /** Empty: the default of the key's kind. */
  readonly keyUsages: readonly KeyUsage[]
  readonly extendedKeyUsages: readonly ExtendedKeyUsage[]
  readonly alternativeNames: readonly AlternativeName[]
  readonly customizedExtension: CustomizedExtension | null
  readonly enterpriseProjectId: string
}

/**
 * A private certificate whose key is made here (API reference 4.1.2.2); returns its id.
 * Throws `validity-invalid`, `distinguished-name-invalid`, `quota-exceeded`, `issuer-not-found`, `state-forbids`.
 */
export async function issueCertificate(call: Call, command: IssueCertificateCommand): Promise<string> {
  checkStart(command.validity, call.clock.now())
  const family = familyOf(command.keyAlgorithm)
  checkKeyUsages(command.keyUsages, 'entity', family)
  checkExtension(command.customizedExtension)
  await checkEnterpriseProject(call, command.enterpriseProjectId)
  await checkQuota(call, 'CERTIFICATE')
  const issuer = await findIssuingAuthority(call, command.issuerId)
  const subject = inheritName(command.subject, issuer.authority.subject)
  const isNameAbove = issuer.chain.some((above) => sameName(above.subject, subject))
  if (isNameAbove || isNameFromElsewhere(issuer.bounds, subject)) {
    throw new DomainError('distinguished-name-invalid', {
      parameter: 'distinguished_name',
      reason: 'must differ from those of the CAs above: its signatures would pass for theirs',
    })
  }
  const alternativeNames = namesOf(command.alternativeNames, subject.commonName)
  checkBounds(issuer.bounds, {
    subject,
    alternativeNames,
    purposes: command.extendedKeyUsages.map((purpose) => extendedKeyUsageIdentifiers[purpose]),
    parameters: {
      subject: 'distinguished_name',
      names: command.alternativeNames.length > 0 ? 'subject_alternative_names' : 'distinguished_name',
      purposes: 'extended_key_usage',
    },
  })
  const id = call.random.uuid()
  return signAndRecord(call, issuer, {
    id,
    generationMode: 'GENERATE',
    keyAlgorithm: command.keyAlgorithm,
    enterpriseProjectId: command.enterpriseProjectId,
    shownSubject: subject,
    validity: command.validity,
    subjectKey: {
      generate: command.keyAlgorithm,
      record: sealedRecords.certificateKey(call.caller.account.id, id),
    },
    content: {
      subject,
      signatureHash: command.signatureHash,
      keyUsages: command.keyUsages.length > 0 ? command.keyUsages : defaultKeyUsages(family),
      extendedKeyUsages: command.extendedKeyUsages,
      alternativeNames,
      customizedExtension: command.customizedExtension,
    },
  })
}

/**
 * No client accepts a server certificate without alternative names, and Terraform never sends any: a common name
 * that is a host name or address then becomes one (api-answers A32).
 */
export function namesOf(names: readonly AlternativeName[], commonName: string): AlternativeName[] {
  if (names.length > 0) return withoutDuplicates(names)
  const name = alternativeNameOf(commonName)
  return name ? [name] : []
}

/** A caller must not write an extension that a standard defines, nor a second one of ours (api-answers A9). */
function checkExtension(extension: CustomizedExtension | null): void {
  if (!extension || isUsable(extension.objectIdentifier)) return
  throw new DomainError('parameter-invalid', {
    parameter: 'customized_extension.object_identifier',
    reason: 'must be a dotted object identifier that no standard uses',
  })
}

function isUsable(objectIdentifier: string): boolean {
  try {
    encodeObjectIdentifier(objectIdentifier)
    return !isReservedObjectIdentifier(objectIdentifier)
  } catch (error) {
    if (error instanceof MalformedError) return false
    throw error
  }
}
