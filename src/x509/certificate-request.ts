import type { KeyUsage } from '../domain/model/key-usage.ts'
import { type DerWriter, encodeDer } from './der-writer.ts'
import { type BasicConstraints, writeBasicConstraints } from './extensions/basic-constraints.ts'
import { writeKeyUsages } from './extensions/key-usage.ts'
import { extensionRequest } from './object-identifiers.ts'

/** All that a request of ours says (RFC 2986 §4.1). */
export interface RequestFields {
  readonly subjectNameDer: Uint8Array
  /** SubjectPublicKeyInfo. */
  readonly publicKeyDer: Uint8Array
  /** Extensions that the certificate should have; nothing is asked for without it. */
  readonly requested?: RequestedExtensions
}

export interface RequestedExtensions {
  readonly basicConstraints: BasicConstraints
  readonly keyUsages: readonly KeyUsage[]
}

/** The CertificationRequestInfo, for `assembleSigned`. DER that is handed in is copied unread. */
export const encodeToBeSignedRequest = (fields: RequestFields): Uint8Array =>
  encodeDer(writeInformation, fields)

function writeInformation(
  writer: DerWriter,
  { subjectNameDer, publicKeyDer, requested }: RequestFields,
): void {
  writer.sequence((information) => {
    information.smallInteger(0)
    information.raw(subjectNameDer)
    information.raw(publicKeyDer)
    information.explicit(0, (attributes) => {
      if (requested) attributes.sequence(writeExtensionRequest, requested)
    })
  })
}

/** An Attribute with one value, the Extensions (RFC 2985 §5.4.2). */
function writeExtensionRequest(writer: DerWriter, requested: RequestedExtensions): void {
  writer.objectIdentifier(extensionRequest.element)
  writer.set((values) =>
    values.sequence((extensions) => {
      writeBasicConstraints(extensions, requested.basicConstraints)
      writeKeyUsages(extensions, requested.keyUsages)
    }),
  )
}

export { type ParsedCertificateRequest, readCertificateRequest } from './parsed-certificate-request.ts'
