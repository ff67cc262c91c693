import type { ApplicationDocument, DocumentKind } from '../model/application-document.ts'
import type { CertificateApplication } from '../model/certificate-application.ts'

/** What is known of those who apply for the account's certificates. */
export interface ApplicationReader {
  find(certificateId: string): Promise<CertificateApplication | undefined>
  /** The oldest first. */
  listDocuments(certificateId: string): Promise<ApplicationDocument[]>
  /** Sealed. */
  findDocument(
    certificateId: string,
    id: string,
  ): Promise<{ readonly document: ApplicationDocument; readonly sealed: Uint8Array } | undefined>
}

export interface ApplicationStore extends ApplicationReader {
  set(certificateId: string, application: CertificateApplication): Promise<void>
  addDocument(document: ApplicationDocument, sealed: Uint8Array): Promise<void>
  removeDocuments(certificateId: string, kind?: DocumentKind): Promise<void>
  /** Every personal word and every document (v2, cancel privacy authorization). */
  erase(certificateId: string): Promise<void>
}
