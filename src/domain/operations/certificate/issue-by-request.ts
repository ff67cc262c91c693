import { parseAlternativeName } from '../../model/alternative-name.ts'
import { defaultKeyUsages } from '../../model/certificate-profile.ts'
import { sameName } from '../../model/distinguished-name.ts'
import { DomainError } from '../../model/errors.ts'
import { keyAlgorithmName } from '../../model/key-algorithm.ts'
import {
  type ExtendedKeyUsage,
  extendedKeyUsageIdentifiers,
  type KeyUsage,
  keyUsageFault,
} from '../../model/key-usage.ts'
import { checkStart, type ValidityRequest } from '../../model/validity.ts'
import { checkBounds, isNameFromElsewhere } from '../authority/issuer-bounds.ts'
import { findIssuingAuthority } from '../authority/issuing-authority.ts'
import { checkEnterpriseProject } from '../permission/check-enterprise-project.ts'
import { checkQuota } from '../quota/quota.ts'
import type { Call } from '../world.ts'
import { namesOf } from './issue-certificate.ts'
import { invalid, readSoundRequest, type SoundRequest } from './read-request.ts'
import { signAndRecord } from './sign-and-record.ts'

export interface IssueByRequestCommand {
  readonly issuerId: string
  readonly requestPem: string
  readonly validity: ValidityRequest
  readonly enterpriseProjectId: string
}

/**
 * A private certificate for a key that stays with the user (API reference 4.1.2.3); returns its id. The subject is
 * the request's, byte for byte; of its extensions only SAN, key usage and extended key usage count (api-answers A1).
 */
export async function issueCertificateByRequest(call: Call, command: IssueByRequestCommand): Promise<string> {
  checkStart(command.validity, call.clock.now())
  const request = await readSoundRequest(call, command.requestPem)
  const usages = usagesOf(request)
  const alternativeNames = namesOf(requestedNames(request), request.commonName)
  await checkEnterpriseProject(call, command.enterpriseProjectId)
  await checkQuota(call, 'CERTIFICATE')
  await checkKeyIsNoAuthoritys(call, request)
  const issuer = await findIssuingAuthority(call, command.issuerId)
  const subject = { ...request.subject, commonName: request.commonName }
  const isNameAbove = issuer.chain.some((above) => sameName(above.subject, subject))
  if (isNameAbove || isNameFromElsewhere(issuer.bounds, request.subjectNameDer)) {
    throw invalid("the subject is a CA's above it")
  }
  checkBounds(issuer.bounds, {
    subject: request.subjectNameDer,
    alternativeNames,
    purposes: request.requested.extendedKeyUsages ?? [],
    parameters: { subject: 'csr' },
  })
  const { algorithm } = request.publicKey
  return signAndRecord(call, issuer, {
    id: call.random.uuid(),
    generationMode: 'CSR',
    keyAlgorithm: keyAlgorithmName(algorithm),
    enterpriseProjectId: command.enterpriseProjectId,
    shownSubject: subject,
    validity: command.validity,
    subjectKey: { publicKeyDer: request.publicKeyDer, algorithm },
    content: {
      subject: request.subjectNameDer,
      signatureHash: 'SHA384',
      ...usages,
      alternativeNames,
      customizedExtension: null,
    },
  })
}

/** Names are judged by the same rules as those that come in JSON. */
export function requestedNames({ requested }: SoundRequest) {
  try {
    return requested.alternativeNames.map(({ type, value }) => parseAlternativeName(type, value, 'csr'))
  } catch (error) {
    if (error instanceof DomainError) throw invalid(error.facts.reason ?? 'an alternative name is malformed')
    throw error
  }
}

function usagesOf({ requested, publicKey }: SoundRequest) {
  const keyUsages: readonly KeyUsage[] = requested.keyUsages?.length
    ? requested.keyUsages
    : defaultKeyUsages(publicKey.algorithm.family)
  const fault = keyUsageFault(keyUsages, 'entity', publicKey.algorithm.family)
  if (fault) throw invalid(fault)
  const purposes = requested.extendedKeyUsages ?? []
  if (purposes.some((identifier) => authorityPurposes.has(identifier))) {
    throw invalid('extended key usages OCSPSigning and anyExtendedKeyUsage are not for private certificates')
  }
  return {
    keyUsages,
    extendedKeyUsages: purposes.flatMap((identifier) => namedPurposes.get(identifier) ?? []),
    otherExtendedKeyUsages: purposes.filter((identifier) => !namedPurposes.has(identifier)),
  }
}

/** With these the subject could answer for the CA that issued it: RFC 6960 §4.2.2.2. */
const authorityPurposes = new Set(['1.3.6.1.5.5.7.3.9', '2.5.29.37.0'])

const namedPurposes = new Map<string, ExtendedKeyUsage>(
  Object.entries(extendedKeyUsageIdentifiers).map(([name, identifier]) => [
    identifier,
    name as ExtendedKeyUsage,
  ]),
)

/** Compared within the account only: anything else would tell one tenant of another's keys (api-answers A14). */
async function checkKeyIsNoAuthoritys(call: Call, { publicKeyDer }: SoundRequest): Promise<void> {
  if (await call.read(({ authorities }) => authorities.holdsKey(publicKeyDer))) {
    throw invalid('the key is that of a CA')
  }
}
