import { type Kysely, sql } from 'kysely'
import { sealedRecords } from '../domain/model/sealed.ts'
import type { StoredKey } from '../domain/ports/stored-contents.ts'
import type { Schema } from './schema.ts'

/** Secrets of orders over all accounts, for who checks that they open. */
export async function listComingKeys(db: Kysely<Schema>, limit: number): Promise<StoredKey[]> {
  const rows = await db
    .selectFrom('issuance')
    .innerJoin('sealed_key', (join) =>
      join.on('sealed_key.id', '=', sql<string>`issuance.certificate_id || '/coming'`),
    )
    .select(['issuance.id', 'issuance.account_id', 'issuance.certificate_id', 'sealed_key.sealed'])
    .orderBy('issuance.started_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id, account_id, certificate_id, sealed }) => ({
    owner: `the order of hosted certificate ${certificate_id}`,
    secret: { record: sealedRecords.comingKey(account_id, certificate_id, id), sealed },
    publicHalf: null,
  }))
}

export async function listApplicationDocuments(db: Kysely<Schema>, limit: number): Promise<StoredKey[]> {
  const rows = await db
    .selectFrom('application_document')
    .select(['id', 'account_id', 'certificate_id', 'sealed'])
    .orderBy('added_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id, account_id, certificate_id, sealed }) => ({
    owner: `document ${id} of hosted certificate ${certificate_id}`,
    secret: { record: sealedRecords.applicationDocument(account_id, certificate_id, id), sealed },
    publicHalf: null,
  }))
}

/** Kept under `acme-account/<issuer>/<digest of its directory>`. */
const accountNames = 'acme-account/%'

export async function listAcmeAccounts(db: Kysely<Schema>): Promise<StoredKey[]> {
  const rows = await db
    .selectFrom('installation_value')
    .select(['name', 'value'])
    .where('name', 'like', accountNames)
    .orderBy('name')
    .execute()
  return rows.map(({ name, value: sealed }) => {
    const [, issuer = ''] = name.split('/')
    const record = sealedRecords.acmeAccount(issuer)
    return { owner: `the account at issuer ${issuer}`, secret: { record, sealed }, publicHalf: null }
  })
}

export async function countAcmeAccounts(db: Kysely<Schema>): Promise<number> {
  const { count } = await db
    .selectFrom('installation_value')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('name', 'like', accountNames)
    .executeTakeFirstOrThrow()
  return count
}
