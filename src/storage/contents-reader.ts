import { type Kysely, sql } from 'kysely'
import type { BackupCounts } from '../domain/model/backup-manifest.ts'
import { sealedRecords } from '../domain/model/sealed.ts'
import type { ContentsReader, StoredKey } from '../domain/ports/stored-contents.ts'
import { recordedMigrations } from './migrate.ts'
import {
  countAcmeAccounts,
  listAcmeAccounts,
  listApplicationDocuments,
  listComingKeys,
} from './order-secrets.ts'
import { listDeployedContents, listPushSnapshots } from './push-secrets.ts'
import type { Schema } from './schema.ts'

const orders = '0017-orders'
const pushes = '0019-pushes'

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
    return {
      authorities,
      certificates,
      revoked,
      auditRecords,
      hostedCertificates: await this.#laterCountOf('0013-hosted-certificates', 'hosted_certificate'),
      certificateRequests: await this.#laterCountOf('0014-requests-and-notices', 'stored_request'),
      webhooks: await this.#laterCountOf('0014-requests-and-notices', 'notice_webhook'),
      orders: await this.#laterCountOf(orders, 'issuance'),
      applicationDocuments: await this.#laterCountOf(orders, 'application_document'),
      acmeAccounts: (await this.#has(orders)) ? await countAcmeAccounts(this.#db) : null,
      pushes: await this.#laterCountOf(pushes, 'push'),
      deployments: await this.#laterCountOf(pushes, 'deployment'),
    }
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

  async listHostedKeys(limit: number): Promise<StoredKey[]> {
    if (!(await this.#has('0013-hosted-certificates'))) return []
    const rows = await this.#db
      .selectFrom('hosted_certificate')
      .innerJoin('hosted_certificate_content', 'hosted_certificate_content.id', 'hosted_certificate.id')
      .innerJoin('sealed_key', (join) =>
        join.on((eb) =>
          eb.or([
            eb('sealed_key.id', '=', eb.ref('hosted_certificate.id')),
            eb('sealed_key.id', '=', sql<string>`hosted_certificate.id || '/encryption'`),
          ]),
        ),
      )
      .select([
        'hosted_certificate.id',
        'hosted_certificate.account_id',
        'hosted_certificate_content.certificate_der',
        'hosted_certificate_content.encryption_certificate_der',
        'sealed_key.id as key_id',
        'sealed_key.sealed',
      ])
      .orderBy('hosted_certificate.created_at', 'desc')
      .limit(limit)
      .execute()
    return rows.map(({ id, account_id, key_id, sealed, ...row }) => {
      const isOwn = key_id === id
      const der = isOwn ? row.certificate_der : row.encryption_certificate_der
      const record = isOwn
        ? sealedRecords.hostedKey(account_id, id)
        : sealedRecords.hostedEncryptionKey(account_id, id)
      const owner = isOwn ? `hosted certificate ${id}` : `hosted certificate ${id}, for encryption,`
      return { owner, secret: { record, sealed }, publicHalf: der && { certificateDer: der } }
    })
  }

  async listRequestKeys(limit: number): Promise<StoredKey[]> {
    if (!(await this.#has('0014-requests-and-notices'))) return []
    const rows = await this.#db
      .selectFrom('stored_request')
      .innerJoin('sealed_key', 'sealed_key.id', 'stored_request.id')
      .select(['stored_request.id', 'stored_request.account_id', 'sealed_key.sealed'])
      .orderBy('stored_request.created_at', 'desc')
      .limit(limit)
      .execute()
    return rows.map(({ id, account_id, sealed }) => ({
      owner: `certificate request ${id}`,
      secret: { record: sealedRecords.requestKey(account_id, id), sealed },
      publicHalf: null,
    }))
  }

  async listWebhookSecrets(): Promise<StoredKey[]> {
    if (!(await this.#has('0014-requests-and-notices'))) return []
    const rows = await this.#db
      .selectFrom('notice_webhook')
      .select(['account_id', 'secret_sealed'])
      .orderBy('account_id')
      .execute()
    return rows.map(({ account_id, secret_sealed: sealed }) => ({
      owner: `the webhook of account ${account_id}`,
      secret: { record: sealedRecords.noticeSecret(account_id), sealed },
      publicHalf: null,
    }))
  }

  async listComingKeys(limit: number): Promise<StoredKey[]> {
    return (await this.#has(orders)) ? listComingKeys(this.#db, limit) : []
  }

  async listApplicationDocuments(limit: number): Promise<StoredKey[]> {
    return (await this.#has(orders)) ? listApplicationDocuments(this.#db, limit) : []
  }

  listAcmeAccounts(): Promise<StoredKey[]> {
    return listAcmeAccounts(this.#db)
  }

  async listPushSnapshots(limit: number): Promise<StoredKey[]> {
    return (await this.#has(pushes)) ? listPushSnapshots(this.#db, limit) : []
  }

  async listDeployedContents(limit: number): Promise<StoredKey[]> {
    return (await this.#has(pushes)) ? listDeployedContents(this.#db, limit) : []
  }

  async #has(migration: string): Promise<boolean> {
    return (await this.listMigrations()).includes(migration)
  }

  async #laterCountOf(migration: string, table: CountedTable): Promise<number | null> {
    return (await this.#has(migration)) ? this.#countOf(table) : null
  }

  async #countOf(table: CountedTable): Promise<number> {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
      this.#db,
    )
    return rows[0]?.count ?? 0
  }
}

type CountedTable =
  | 'authority'
  | 'certificate'
  | 'audit_record'
  | 'hosted_certificate'
  | 'stored_request'
  | 'notice_webhook'
  | 'issuance'
  | 'application_document'
  | 'push'
  | 'deployment'
