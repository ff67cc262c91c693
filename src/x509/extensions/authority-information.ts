import type { DerWriter } from '../der-writer.ts'
import { accessMethods, extensionTypes } from '../object-identifiers.ts'
import { writeUri } from './alternative-names.ts'
import { writeExtension } from './extension.ts'

/** Where to ask for the certificate's status, and where the issuer's certificate is (RFC 5280 §4.2.2.1). */
export interface AuthorityInformation {
  readonly ocspUrls: readonly string[]
  readonly issuerUrls: readonly string[]
}

/** Left out where there is no URL. */
export function writeAuthorityInformation(writer: DerWriter, information: AuthorityInformation): void {
  if (information.ocspUrls.length + information.issuerUrls.length === 0) return
  writeExtension(writer, extensionTypes.authorityInformationAccess, false, writeValue, information)
}

function writeValue(writer: DerWriter, { ocspUrls, issuerUrls }: AuthorityInformation): void {
  writer.sequence((descriptions) => {
    for (const url of ocspUrls) writeDescription(descriptions, accessMethods.ocsp.element, url)
    for (const url of issuerUrls) writeDescription(descriptions, accessMethods.issuers.element, url)
  })
}

function writeDescription(writer: DerWriter, method: Uint8Array, url: string): void {
  writer.sequence((description) => {
    description.objectIdentifier(method)
    writeUri(description, url)
  })
}
