import { DomainError } from '../domain/model/errors.ts'
import type { Listing, Page } from '../domain/model/page.ts'
import type { PrivateCertificate } from '../domain/model/private-certificate.ts'
import type { Revocation } from '../domain/model/revocation.ts'
import { type SerialNumber, serialFromOctets, serialOctets } from '../domain/model/serial-number.ts'
import type {
  CertificateFilter,
  CertificateSortKey,
  CertificateStore,
} from '../domain/ports/certificate-store.ts'
import { dayOf } from './certificate-count.ts'
import { listCertificates } from './certificate-list/list-certificates.ts'
import { type CertificateRow, certificateOf, certificateRow } from './certificate-row.ts'
import { flag } from './flag.ts'
import { prepare, prepareInsert } from './prepared.ts'
import { revocationColumns } from './revocation-columns.ts'
import type { StoreBinding } from './session.ts'

const insertCertificate = prepareInsert('certificate')
const insertDer = prepareInsert('certificate_der')

/** One way to the server and back instead of two; SQLite has neither the way nor such statements. */
const insertWithDer = prepare<CertificateRow & { der: Uint8Array }>((db, place, first) => {
  const { der: _, ...row } = first
  const columns = Object.keys(row) as (keyof CertificateRow)[]
  return db
    .with('added', (cte) => cte.insertInto('certificate_der').values({ id: place('id'), der: place('der') }))
    .insertInto('certificate')
    .values(Object.fromEntries(columns.map((column) => [column, place(column)])) as never)
})

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

  async idsBySerial(
    issuerId: string,
    serialNumbers: readonly SerialNumber[],
  ): Promise<Map<SerialNumber, string>> {
    if (serialNumbers.length === 0) return new Map()
    const rows = await this.#rows()
      .select(['id', 'serial_number'])
      .where('issuer_id', '=', issuerId)
      .where('serial_number', 'in', serialNumbers.map(serialOctets))
      .execute()
    return new Map(rows.map(({ id, serial_number: serial }) => [serialFromOctets(serial), id]))
  }

  list(
    filter: CertificateFilter,
    page: Page<CertificateSortKey>,
    now: number,
  ): Promise<Listing<PrivateCertificate>> {
    return listCertificates(this.#binding, filter, page, now)
  }

  async add(certificate: PrivateCertificate, certificateDer: Uint8Array): Promise<void> {
    await this.#insert(certificateRow(certificate, this.#binding.accountId), certificateDer)
    this.#count(certificate.notAfter, certificate.revocation !== null, 1)
    this.#changed()
  }

  async setRevocation(id: string, revocation: Revocation | null): Promise<void> {
    const before = await this.find(id)
    if (!before) throw new DomainError('unexpected', { reason: 'no certificate to revoke' })
    const { db } = this.#binding
    await db.updateTable('certificate').set(revocationColumns(revocation)).where('id', '=', id).execute()
    this.#count(before.notAfter, before.revocation !== null, -1)
    this.#count(before.notAfter, revocation !== null, 1)
    this.#changed()
  }

  async remove(id: string): Promise<void> {
    const before = await this.find(id)
    if (!before) return
    const { db } = this.#binding
    await db.deleteFrom('certificate_der').where('id', '=', id).execute()
    await db.deleteFrom('certificate').where('id', '=', id).execute()
    this.#count(before.notAfter, before.revocation !== null, -1)
    this.#changed()
  }

  async #insert(row: CertificateRow, der: Uint8Array): Promise<void> {
    if (this.#binding.engine === 'postgres') {
      await insertWithDer(this.#binding, { ...row, der })
    } else {
      await insertCertificate(this.#binding, row)
      await insertDer(this.#binding, { id: row.id, der })
    }
  }

  #rows() {
    const { db, accountId } = this.#binding
    return db.selectFrom('certificate').where('account_id', '=', accountId)
  }

  #count(notAfter: number, isRevoked: boolean, more: 1 | -1): void {
    const { accountId, counts } = this.#binding
    counts.add({ accountId, isRevoked: flag(isRevoked), endDay: dayOf(notAfter) }, more)
  }

  #changed(): void {
    this.#binding.changes.bump(this.#binding.accountId, 'certificates')
  }
}
