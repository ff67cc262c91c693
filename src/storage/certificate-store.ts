import { DomainError } from '../domain/model/errors.ts'
import type { Listing, Page } from '../domain/model/page.ts'
import type { PrivateCertificate } from '../domain/model/private-certificate.ts'
import type { Revocation } from '../domain/model/revocation.ts'
import type {
  CertificateFilter,
  CertificateSortKey,
  CertificateStore,
} from '../domain/ports/certificate-store.ts'
import { certificateOf, certificateRow } from './certificate-row.ts'
import { commonNameContains } from './name-condition.ts'
import { prepareInsert } from './prepared.ts'
import { revocationColumns } from './revocation-columns.ts'
import type { StoreBinding } from './session.ts'
import { inDirection } from './sorting.ts'
import { certificateHasStatus } from './status-condition.ts'

const sortColumns = {
  create_time: 'created_at',
  common_name: 'common_name_folded',
  issuer_name: 'issuer_name_folded',
  not_after: 'not_after',
} as const satisfies Record<CertificateSortKey, string>

const insertCertificate = prepareInsert('certificate')
const insertDer = prepareInsert('certificate_der')

export class SqlCertificateStore implements CertificateStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<PrivateCertificate | undefined> {
    const row = await this.#rows()
      .selectAll()
      .where('id', '=', id)
      .$if(this.#binding.locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && certificateOf(row)
  }

  async findDer(id: string): Promise<Uint8Array | undefined> {
    const row = await this.#rows()
      .innerJoin('certificate_der', 'certificate_der.id', 'certificate.id')
      .select('certificate_der.der')
      .where('certificate.id', '=', id)
      .executeTakeFirst()
    return row?.der
  }

  /** Finds the page's ids along an index first, so that rows are fetched for the page and not for what it skips. */
  async list(
    filter: CertificateFilter,
    page: Page<CertificateSortKey>,
    now: number,
  ): Promise<Listing<PrivateCertificate>> {
    const filtered = this.#filtered(filter, now)
    const { total } = await filtered
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    const ids = filtered
      .select('id')
      .orderBy(sortColumns[page.sortKey], inDirection(page.direction))
      .orderBy('id', inDirection(page.direction))
      .limit(page.limit)
      .offset(page.offset)
    const rows = await this.#binding.db
      .selectFrom('certificate')
      .selectAll()
      .where('id', 'in', ids)
      .orderBy(sortColumns[page.sortKey], inDirection(page.direction))
      .orderBy('id', inDirection(page.direction))
      .execute()
    return { total, items: rows.map(certificateOf) }
  }

  async add(certificate: PrivateCertificate, certificateDer: Uint8Array): Promise<void> {
    await insertCertificate(this.#binding, certificateRow(certificate, this.#binding.accountId))
    await insertDer(this.#binding, { id: certificate.id, der: certificateDer })
    this.#changed()
  }

  async setRevocation(id: string, revocation: Revocation | null): Promise<void> {
    const { db, accountId } = this.#binding
    const { numUpdatedRows } = await db
      .updateTable('certificate')
      .set(revocationColumns(revocation))
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new DomainError('unexpected', { reason: 'no certificate to revoke' })
    this.#changed()
  }

  async remove(id: string): Promise<void> {
    const { db, accountId } = this.#binding
    const own = db
      .selectFrom('certificate')
      .select('id')
      .where('id', '=', id)
      .where('account_id', '=', accountId)
    await db.deleteFrom('certificate_der').where('id', 'in', own).execute()
    await db.deleteFrom('certificate').where('id', '=', id).where('account_id', '=', accountId).execute()
    this.#changed()
  }

  #rows() {
    const { db, accountId } = this.#binding
    return db.selectFrom('certificate').where('account_id', '=', accountId)
  }

  #filtered({ name, status }: CertificateFilter, now: number) {
    let query = this.#rows()
    if (name !== undefined) query = query.where(commonNameContains(name))
    if (status !== undefined) query = query.where(certificateHasStatus(status, now))
    return query
  }

  #changed(): void {
    this.#binding.changes.bump(this.#binding.accountId, 'certificates')
  }
}
