import { type Kysely, sql } from 'kysely'
import type { BackupCounts } from '../domain/model/backup-manifest.ts'
import { sealedRecords } from '../domain/model/sealed.ts'
import type { ContentsReader, StoredKey } from '../domain/ports/stored-contents.ts'
import { recordedMigrations } from './migrate.ts'
import type { Schema } from './schema.ts'

/** Names single columns only, so that it reads older schemas too. */
export class SqlContentsReader implements ContentsReader {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  listMigrations(): Promise<string[]> {
    return recordedMigrations(this.#db)
  }

  async count(): Promise<BackupCounts> {
    const [authorities, certificates, auditRecords] = [
      await this.#countOf('authority'),
      await this.#countOf('certificate'),
      await this.#countOf('audit_record'),
    ]
    const { revoked } = await this.#db
      .selectFrom('issued_serial')
      .select(({ fn }) => fn.count<number>('revoked_at').as('revoked'))
      .executeTakeFirstOrThrow()
    return { authorities, certificates, revoked, auditRecords }
  }

  async findMasterKeyCheck(): Promise<Uint8Array | undefined> {
    const row = await this.#db
      .selectFrom('installation_value')
      .select('value')
      .where('name', '=', 'master-key-check')
      .executeTakeFirst()
    return row?.value
  }

  async listDataKeys(): Promise<{ id: number; wrapped: Uint8Array }[]> {
    const rows = await this.#db.selectFrom('data_key').select(['id', 'wrapped']).orderBy('id').execute()
    return rows.map(({ id, wrapped }) => ({ id, wrapped }))
  }

  async listAuthorityKeys(): Promise<StoredKey[]> {
    const rows = await this.#db
      .selectFrom('authority')
      .innerJoin('sealed_key', 'sealed_key.id', 'authority.id')
      .select(['authority.id', 'authority.account_id', 'authority.public_key_der', 'sealed_key.sealed'])
      .orderBy('authority.id')
      .execute()
    return rows.map(({ id, account_id, public_key_der, sealed }) => ({
      owner: `CA ${id}`,
      secret: { record: sealedRecords.authorityKey(account_id, id), sealed },
      publicHalf: { keyDer: public_key_der },
    }))
  }

  /** Ids of certificates rise with the time that they were made at. */
  async listCertificateKeys(limit: number): Promise<StoredKey[]> {
    const rows = await this.#db
      .selectFrom('certificate')
      .innerJoin('sealed_key', 'sealed_key.id', 'certificate.id')
      .innerJoin('certificate_der', 'certificate_der.id', 'certificate.id')
      .select(['certificate.id', 'certificate.account_id', 'certificate_der.der', 'sealed_key.sealed'])
      .orderBy('certificate.id', 'desc')
      .limit(limit)
      .execute()
    return rows.map(({ id, account_id, der, sealed }) => ({
      owner: `certificate ${id}`,
      secret: { record: sealedRecords.certificateKey(account_id, id), sealed },
      publicHalf: { certificateDer: der },
    }))
  }

  async #countOf(table: 'authority' | 'certificate' | 'audit_record'): Promise<number> {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
      this.#db,
    )
    return rows[0]?.count ?? 0
  }
}
