import type { ApplicationDocument, DocumentKind } from '../domain/model/application-document.ts'
import type { CertificateApplication } from '../domain/model/certificate-application.ts'
import type { ApplicationStore } from '../domain/ports/application-store.ts'
import type { StoreBinding } from './session.ts'

export interface CertificateApplicationTable {
  certificate_id: string
  account_id: string
  content: string
}

export interface ApplicationDocumentTable {
  id: string
  certificate_id: string
  account_id: string
  kind: ApplicationDocument['kind']
  media_type: ApplicationDocument['mediaType']
  size_octets: number
  added_at: number
  sealed: Uint8Array
}

export class SqlApplicationStore implements ApplicationStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(certificateId: string): Promise<CertificateApplication | undefined> {
    const row = await this.#binding.db
      .selectFrom('certificate_application')
      .select('content')
      .where('certificate_id', '=', certificateId)
      .where('account_id', '=', this.#binding.accountId)
      .executeTakeFirst()
    return row && (JSON.parse(row.content) as CertificateApplication)
  }

  async set(certificateId: string, application: CertificateApplication): Promise<void> {
    const { db, accountId } = this.#binding
    const content = JSON.stringify(application)
    await db
      .insertInto('certificate_application')
      .values({ certificate_id: certificateId, account_id: accountId, content })
      .onConflict((conflict) =>
        conflict
          .column('certificate_id')
          .doUpdateSet({ content })
          .where('certificate_application.account_id', '=', accountId),
      )
      .execute()
  }

  async listDocuments(certificateId: string): Promise<ApplicationDocument[]> {
    const rows = await this.#documents(certificateId)
      .select(described)
      .orderBy('added_at')
      .orderBy('id')
      .execute()
    return rows.map(documentOf)
  }

  async findDocument(certificateId: string, id: string) {
    const row = await this.#documents(certificateId)
      .select([...described, 'sealed'])
      .where('id', '=', id)
      .executeTakeFirst()
    return row && { document: documentOf(row), sealed: row.sealed }
  }

  async addDocument(document: ApplicationDocument, sealed: Uint8Array): Promise<void> {
    await this.#binding.db
      .insertInto('application_document')
      .values({
        id: document.id,
        certificate_id: document.certificateId,
        account_id: this.#binding.accountId,
        kind: document.kind,
        media_type: document.mediaType,
        size_octets: document.sizeOctets,
        added_at: document.addedAt,
        sealed,
      })
      .execute()
  }

  async removeDocuments(certificateId: string, kind?: DocumentKind): Promise<void> {
    await this.#binding.db
      .deleteFrom('application_document')
      .where('certificate_id', '=', certificateId)
      .where('account_id', '=', this.#binding.accountId)
      .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'other'))
      .execute()
  }

  async erase(certificateId: string): Promise<void> {
    await this.removeDocuments(certificateId)
    await this.#binding.db
      .deleteFrom('certificate_application')
      .where('certificate_id', '=', certificateId)
      .where('account_id', '=', this.#binding.accountId)
      .execute()
  }

  #documents(certificateId: string) {
    return this.#binding.db
      .selectFrom('application_document')
      .where('certificate_id', '=', certificateId)
      .where('account_id', '=', this.#binding.accountId)
  }
}

const described = ['id', 'certificate_id', 'kind', 'media_type', 'size_octets', 'added_at'] as const

const documentOf = (row: Omit<ApplicationDocumentTable, 'sealed' | 'account_id'>): ApplicationDocument => ({
  id: row.id,
  certificateId: row.certificate_id,
  kind: row.kind,
  mediaType: row.media_type,
  sizeOctets: row.size_octets,
  addedAt: row.added_at,
})
