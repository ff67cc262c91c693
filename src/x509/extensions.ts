import type { AlternativeName } from '../domain/model/alternative-name.ts'
import type { CustomizedExtension } from '../domain/model/certificate-profile.ts'
import type { KeyUsage } from '../domain/model/key-usage.ts'
import type { DerWriter } from './der-writer.ts'
import { writeAlternativeNames } from './extensions/alternative-names.ts'
import { type AuthorityInformation, writeAuthorityInformation } from './extensions/authority-information.ts'
import { type BasicConstraints, writeBasicConstraints } from './extensions/basic-constraints.ts'
import { writeCustomizedExtension } from './extensions/customized-extension.ts'
import { writeDistributionPoints } from './extensions/distribution-points.ts'
import { type ExtendedKeyUsages, writeExtendedKeyUsages } from './extensions/extended-key-usage.ts'
import { writeAuthorityKeyIdentifier, writeSubjectKeyIdentifier } from './extensions/key-identifiers.ts'
import { writeKeyUsages } from './extensions/key-usage.ts'
import { writeNoRevocationCheck } from './extensions/no-revocation-check.ts'

/** All extensions that a certificate of ours can have; empty, null and false ones are left out, basicConstraints never. */
export interface CertificateExtensions {
  readonly basicConstraints: BasicConstraints
  readonly keyUsages: readonly KeyUsage[]
  readonly extendedKeyUsages: ExtendedKeyUsages | null
  readonly alternativeNames: readonly AlternativeName[]
  readonly subjectKeyIdentifier: Uint8Array | null
  readonly authorityKeyIdentifier: Uint8Array | null
  readonly revocationListUrls: readonly string[]
  readonly authorityInformation: AuthorityInformation
  readonly noRevocationCheck: boolean
  readonly customized: CustomizedExtension | null
}

/** Writes Extensions (RFC 5280 §4.2). Throws MalformedError for text or an identifier that its extension can't hold. */
export function writeExtensions(writer: DerWriter, extensions: CertificateExtensions): void {
  writer.sequence(writeEach, extensions)
}

function writeEach(writer: DerWriter, extensions: CertificateExtensions): void {
  const { extendedKeyUsages, subjectKeyIdentifier, authorityKeyIdentifier, customized } = extensions
  writeBasicConstraints(writer, extensions.basicConstraints)
  writeKeyUsages(writer, extensions.keyUsages)
  if (extendedKeyUsages) writeExtendedKeyUsages(writer, extendedKeyUsages)
  writeAlternativeNames(writer, extensions.alternativeNames)
  if (subjectKeyIdentifier) writeSubjectKeyIdentifier(writer, subjectKeyIdentifier)
  if (authorityKeyIdentifier) writeAuthorityKeyIdentifier(writer, authorityKeyIdentifier)
  writeDistributionPoints(writer, extensions.revocationListUrls)
  writeAuthorityInformation(writer, extensions.authorityInformation)
  if (extensions.noRevocationCheck) writeNoRevocationCheck(writer)
  if (customized) writeCustomizedExtension(writer, customized)
}
