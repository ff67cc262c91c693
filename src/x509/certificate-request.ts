import type { AlternativeName } from '../domain/model/alternative-name.ts'
import type { KeyUsage } from '../domain/model/key-usage.ts'
import { type DerWriter, encodeDer } from './der-writer.ts'
import { writeAlternativeNames } from './extensions/alternative-names.ts'
import { type BasicConstraints, writeBasicConstraints } from './extensions/basic-constraints.ts'
import { writeKeyUsages } from './extensions/key-usage.ts'
import { extensionRequest } from './object-identifiers.ts'

/** All that a request of ours says (RFC 2986 §4.1). */
export interface RequestFields {
  readonly subjectNameDer: Uint8Array
  /** SubjectPublicKeyInfo. */
  readonly publicKeyDer: Uint8Array
  /** Extensions that the certificate of a CA should have. */
  readonly requested?: RequestedExtensions
  /** The names that it should be good for. */
  readonly alternativeNames?: readonly AlternativeName[]
}

export interface RequestedExtensions {
  readonly basicConstraints: BasicConstraints
  readonly keyUsages: readonly KeyUsage[]
}

/** The CertificationRequestInfo, for `assembleSigned`. DER that is handed in is copied unread. */
export const encodeToBeSignedRequest = (fields: RequestFields): Uint8Array =>
  encodeDer(writeInformation, fields)

function writeInformation(writer: DerWriter, fields: RequestFields): void {
  const { subjectNameDer, publicKeyDer, requested, alternativeNames = [] } = fields
  writer.sequence((information) => {
    information.smallInteger(0)
    information.raw(subjectNameDer)
    information.raw(publicKeyDer)
    information.explicit(0, (attributes) => {
      if (requested || alternativeNames.length > 0) attributes.sequence(writeExtensionRequest, fields)
    })
  })
}

/** An Attribute with one value, the Extensions (RFC 2985 §5.4.2). */
function writeExtensionRequest(writer: DerWriter, { requested, alternativeNames = [] }: RequestFields): void {
  writer.objectIdentifier(extensionRequest.element)
  writer.set((values) =>
    values.sequence((extensions) => {
      if (requested) {
        writeBasicConstraints(extensions, requested.basicConstraints)
        writeKeyUsages(extensions, requested.keyUsages)
      }
      writeAlternativeNames(extensions, alternativeNames)
    }),
  )
}

export { type ParsedCertificateRequest, readCertificateRequest } from './parsed-certificate-request.ts'
