import type { AlternativeName } from '../domain/model/alternative-name.ts'
import type { SignatureScheme } from '../domain/model/signature-scheme.ts'
import { type CertificateFrame, readCertificateFrame } from './certificate-frame.ts'
import { defaultLimits } from './der-reader.ts'
import { noAlternativeNames, readAlternativeNames } from './extensions/alternative-names.ts'
import { decodeExtension } from './extensions/extension.ts'
import { extensionTypes } from './object-identifiers.ts'
import { checkRsaNumbers } from './public-key.ts'
import { readSignatureScheme } from './signature-scheme.ts'

/** A certificate that anybody may have issued, by whatever algorithms; nothing is verified. */
export interface OutsideCertificate extends Omit<CertificateFrame, 'extensions'> {
  readonly signatureScheme: SignatureScheme
  readonly alternativeNames: readonly AlternativeName[]
}

/** Reads what hosting needs; other extensions may hold whatever they like. Throws MalformedError. */
export function readOutsideCertificate(der: Uint8Array): OutsideCertificate {
  const { extensions, ...frame } = readCertificateFrame(der)
  checkRsaNumbers(frame.publicKeyDer)
  const { names } =
    decodeExtension(extensions, extensionTypes.subjectAlternativeName, (reader) =>
      readAlternativeNames(reader, defaultLimits.maximumElements),
    ) ?? noAlternativeNames
  return {
    ...frame,
    signatureScheme: readSignatureScheme(frame.signatureAlgorithmDer),
    alternativeNames: names,
  }
}
