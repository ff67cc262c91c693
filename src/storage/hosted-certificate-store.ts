import type { HostedCertificate, HostedContent } from '../domain/model/hosted-certificate.ts'
import type { Listing, Page } from '../domain/model/page.ts'
import type {
  HostedCertificateStore,
  HostedFilter,
  HostedSortKey,
} from '../domain/ports/hosted-certificate-store.ts'
import { listHostedCertificates } from './hosted-certificate-list.ts'
import { hostedCertificateOf, hostedCertificateRow } from './hosted-certificate-row.ts'
import { packOctets, unpackOctets } from './octet-list.ts'
import type { StoreBinding } from './session.ts'

export class SqlHostedCertificateStore implements HostedCertificateStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<HostedCertificate | undefined> {
    const row = await this.#rows()
      .selectAll()
      .where('id', '=', id)
      .$if(this.#binding.locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && hostedCertificateOf(row)
  }

  async findContent(id: string): Promise<HostedContent | undefined> {
    const row = await this.#rows()
      .innerJoin('hosted_certificate_content as content', 'content.id', 'hosted_certificate.id')
      .select(['content.certificate_der', 'content.chain_der', 'content.encryption_certificate_der'])
      .where('hosted_certificate.id', '=', id)
      .executeTakeFirst()
    return (
      row && {
        certificateDer: row.certificate_der,
        chainDers: unpackOctets(row.chain_der),
        encryptionCertificateDer: row.encryption_certificate_der,
      }
    )
  }

  async findByFingerprint(fingerprint: string): Promise<string | undefined> {
    const row = await this.#rows()
      .select('id')
      .where('fingerprint', '=', fingerprint)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    return row?.id
  }

  list(filter: HostedFilter, page: Page<HostedSortKey>, now: number): Promise<Listing<HostedCertificate>> {
    return listHostedCertificates(this.#binding, filter, page, now)
  }

  async add(certificate: HostedCertificate, content?: HostedContent): Promise<boolean> {
    const { db, accountId } = this.#binding
    const added = await db
      .insertInto('hosted_certificate')
      .values(hostedCertificateRow(certificate, accountId))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (added && content) await this.#addContent(certificate.id, content)
    return added !== undefined
  }

  async replace(certificate: HostedCertificate, content?: HostedContent): Promise<void> {
    const { db, accountId } = this.#binding
    const { id, account_id: _, ...columns } = hostedCertificateRow(certificate, accountId)
    await db
      .updateTable('hosted_certificate')
      .set(columns)
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .execute()
    if (!content) return
    await db.deleteFrom('hosted_certificate_content').where('id', '=', id).execute()
    await this.#addContent(id, content)
  }

  async remove(id: string): Promise<void> {
    const { db, accountId } = this.#binding
    const own = this.#rows().select('id').where('id', '=', id)
    await db.deleteFrom('hosted_certificate_content').where('id', 'in', own).execute()
    await db
      .deleteFrom('hosted_certificate')
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .execute()
  }

  async #addContent(id: string, content: HostedContent): Promise<void> {
    const { certificateDer, chainDers, encryptionCertificateDer } = content
    await this.#binding.db
      .insertInto('hosted_certificate_content')
      .values({
        id,
        certificate_der: certificateDer,
        chain_der: packOctets(chainDers),
        encryption_certificate_der: encryptionCertificateDer,
      })
      .execute()
  }

  #rows() {
    const { db, accountId } = this.#binding
    return db.selectFrom('hosted_certificate').where('account_id', '=', accountId)
  }
}
