import { hash, type KeyObject } from 'node:crypto'
import { lintCertificate } from '../domain/model/certificate-lint.ts'
import { type CertificateProfile, isAuthorityKind } from '../domain/model/certificate-profile.ts'
import { DomainError } from '../domain/model/errors.ts'
import { familyOf, type KeyFamily } from '../domain/model/key-algorithm.ts'
import { extendedKeyUsageIdentifiers, ocspSigning } from '../domain/model/key-usage.ts'
import type { SealedSecret } from '../domain/model/sealed.ts'
import { serialOctets } from '../domain/model/serial-number.ts'
import type { IssuedCertificate } from '../domain/ports/issuer.ts'
import { encodeToBeSignedCertificate } from '../x509/certificate.ts'
import type { CertificateExtensions } from '../x509/extensions.ts'
import { encodeName } from '../x509/name.ts'
import { readPublicKey } from '../x509/public-key.ts'
import { assembleSigned } from '../x509/signed.ts'
import type { EngineKey, IssueTask } from './engine-task.ts'
import { type EngineTools, openPrivateKey, signWith } from './signing-keys.ts'
import { keyPairFor } from './subject-key.ts'

/** A key as it goes into the certificate, and sealed beside it when it was made here. */
interface SubjectKeyMaterial {
  readonly family: KeyFamily
  readonly publicKeyDer: Uint8Array
  readonly keyIdentifier: Uint8Array
  readonly privateKeyInfoDer?: Uint8Array
  readonly record?: string
}

/**
 * Steps 3 to 5 of the life of a certificate: take or make the key, lint the certificate-to-be, sign; then seal the
 * key. Nothing that the lint finds fault with reaches a signature.
 */
export function issueCertificate(engine: EngineTools, task: IssueTask): IssuedCertificate {
  const { profile, authority } = task
  const subjectKey = materialOf(task.subjectKey)
  lint(task, subjectKey.family)

  const subjectNameDer = profile.subject instanceof Uint8Array ? profile.subject : encodeName(profile.subject)
  const signer = authority
    ? { key: engine.signingKeys.open(authority.key), family: familyOf(authority.keyAlgorithm) }
    : { key: ownKey(subjectKey), family: subjectKey.family }
  const signatureAlgorithm = { family: signer.family, hash: profile.signatureHash }
  const toBeSigned = encodeToBeSignedCertificate({
    serialNumber: serialOctets(profile.serialNumber),
    signatureAlgorithm,
    issuerNameDer: authority?.subjectNameDer ?? subjectNameDer,
    ...profile.validity,
    subjectNameDer,
    publicKeyDer: subjectKey.publicKeyDer,
    extensions: extensionsOf(profile, subjectKey.keyIdentifier, authority?.subjectKeyIdentifier ?? null),
  })
  const signature = signWith(signer.key, profile.signatureHash, toBeSigned)
  const sealedKey = sealed(engine, subjectKey)

  return {
    certificateDer: assembleSigned(toBeSigned, signatureAlgorithm, signature),
    ...(sealedKey && { sealedKey }),
  }
}

function materialOf(key: EngineKey): SubjectKeyMaterial {
  if ('publicKeyDer' in key) {
    const { publicKeyDer, algorithm } = key
    const { keyBits } = readPublicKey(publicKeyDer)
    return { family: algorithm.family, publicKeyDer, keyIdentifier: keyIdentifierOf(keyBits) }
  }
  const pair = keyPairFor(key)
  return {
    family: familyOf(key.generate),
    publicKeyDer: pair.publicKeyDer,
    keyIdentifier: keyIdentifierOf(pair.keyBits ?? readPublicKey(pair.publicKeyDer).keyBits),
    privateKeyInfoDer: pair.privateKeyInfoDer,
    record: key.record,
  }
}

/** The leftmost 160 bits of the SHA-256 of the key's bits (RFC 7093 §2, method 1). */
const keyIdentifierOf = (keyBits: Uint8Array): Uint8Array => hash('sha256', keyBits, 'buffer').subarray(0, 20)

function lint({ profile, authority }: IssueTask, keyFamily: KeyFamily): void {
  const findings = lintCertificate({ profile, keyFamily, ...(authority && { issuer: authority }) })
  if (findings.length > 0) {
    throw new DomainError('certificate-processing-failed', { reason: findings.join('; ') })
  }
}

function ownKey({ privateKeyInfoDer }: SubjectKeyMaterial): KeyObject {
  if (!privateKeyInfoDer) throw new DomainError('key-processing-failed', { reason: 'a root signs itself' })
  return openPrivateKey(privateKeyInfoDer)
}

function sealed(
  engine: EngineTools,
  { record, privateKeyInfoDer }: SubjectKeyMaterial,
): SealedSecret | undefined {
  return record && privateKeyInfoDer ? engine.vault.seal(record, privateKeyInfoDer) : undefined
}

function extensionsOf(
  profile: CertificateProfile,
  subjectKeyIdentifier: Uint8Array,
  authorityKeyIdentifier: Uint8Array | null,
): CertificateExtensions {
  return {
    basicConstraints: { isAuthority: isAuthorityKind(profile.kind), pathLength: profile.pathLength },
    keyUsages: profile.keyUsages,
    extendedKeyUsages: purposesOf(profile),
    alternativeNames: profile.alternativeNames,
    subjectKeyIdentifier,
    authorityKeyIdentifier,
    revocationListUrls: profile.revocationListUrls ?? [],
    authorityInformation: { ocspUrls: profile.responderUrls ?? [], issuerUrls: profile.issuerUrls },
    noRevocationCheck: profile.kind === 'responder',
    customized: profile.customizedExtension,
  }
}

/** Time stamping alone must be critical (RFC 3161 §2.3); everything else is better understood as a hint. */
function purposesOf(profile: CertificateProfile): CertificateExtensions['extendedKeyUsages'] {
  if (profile.kind === 'responder') return { identifiers: [ocspSigning], isCritical: false }
  const named = profile.extendedKeyUsages.map((usage) => extendedKeyUsageIdentifiers[usage])
  const identifiers: string[] = [...named, ...(profile.otherExtendedKeyUsages ?? [])]
  if (identifiers.length === 0) return null
  const isCritical = identifiers.length === 1 && identifiers[0] === extendedKeyUsageIdentifiers.timeStamping
  return { identifiers, isCritical }
}
