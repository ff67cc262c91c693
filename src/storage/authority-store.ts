import { sql } from 'kysely'
import type { Authority, ChainedAuthority } from '../domain/model/authority.ts'
import { DomainError } from '../domain/model/errors.ts'
import type { Listing, Page } from '../domain/model/page.ts'
import { type SerialNumber, serialOctets } from '../domain/model/serial-number.ts'
import type { AuthorityFilter, AuthoritySortKey, AuthorityStore } from '../domain/ports/authority-store.ts'
import { authorityOf, authorityRow } from './authority-row.ts'
import { bumpVersions, readVersion } from './change-table.ts'
import { commonNameContains } from './name-condition.ts'
import { packOctets, unpackOctets } from './octet-list.ts'
import { isInProjects } from './project-condition.ts'
import type { StoreBinding } from './session.ts'
import { inDirection } from './sorting.ts'
import { authorityHasStatus } from './status-condition.ts'

const sortColumns = {
  create_time: 'created_at',
  common_name: 'common_name_folded',
  type: 'type',
  not_after: 'not_after',
} as const satisfies Record<AuthoritySortKey, string>

/** More than path lengths allow; a chain that is longer was not made here, and a circle ends. */
const longestChain = 16

export class SqlAuthorityStore implements AuthorityStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  /** In a write the version is locked in share mode: no CA of the account changes until the write ends. */
  version(): Promise<number> {
    const { db, accountId, locksRows } = this.#binding
    return readVersion(db, accountId, 'authorities', locksRows)
  }

  async find(id: string): Promise<Authority | undefined> {
    const row = await this.#rows()
      .selectAll()
      .where('id', '=', id)
      .where('state', '!=', 'DESTROYED')
      .$if(this.#binding.locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && authorityOf(row)
  }

  /** In a write the chain is locked in share mode: who issues relies on it, but does not change it. */
  async chain(id: string): Promise<ChainedAuthority[]> {
    const { db, accountId, locksRows } = this.#binding
    const rows = await db
      .withRecursive('lineage', (cte) =>
        cte
          .selectFrom('authority')
          .select(['id', 'issuer_id', sql<number>`0`.as('distance')])
          .where('id', '=', id)
          .where('account_id', '=', accountId)
          .unionAll(
            cte
              .selectFrom('lineage')
              .innerJoin('authority as issuer', 'issuer.id', 'lineage.issuer_id')
              .select(['issuer.id', 'issuer.issuer_id', sql<number>`lineage.distance + 1`.as('distance')])
              .where('issuer.account_id', '=', accountId)
              .where('lineage.distance', '<', longestChain),
          ),
      )
      .selectFrom('lineage')
      .innerJoin('authority', 'authority.id', 'lineage.id')
      .selectAll('authority')
      .orderBy('lineage.distance')
      .$if(locksRows, (query) => query.forShare('authority'))
      .execute()
    return this.#withOutsideChains(rows.map(authorityOf))
  }

  /** Only what was imported can have one. */
  async #withOutsideChains(chain: readonly Authority[]): Promise<ChainedAuthority[]> {
    const { db, accountId } = this.#binding
    const imported = chain.filter(({ generationMode }) => generationMode === 'IMPORT').map(({ id }) => id)
    if (imported.length === 0) return chain.map((authority) => ({ ...authority, outsideChain: [] }))
    const rows = await db
      .selectFrom('outside_chain')
      .select(['authority_id', 'chain_der'])
      .where('authority_id', 'in', imported)
      .where('account_id', '=', accountId)
      .execute()
    const chains = new Map(rows.map((row) => [row.authority_id, unpackOctets(row.chain_der)]))
    return chain.map((authority) => ({ ...authority, outsideChain: chains.get(authority.id) ?? [] }))
  }

  async list(
    filter: AuthorityFilter,
    page: Page<AuthoritySortKey>,
    now: number,
  ): Promise<Listing<Authority>> {
    const filtered = this.#filtered(filter, now)
    const { total } = await filtered
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    const rows = await filtered
      .selectAll()
      .orderBy(sortColumns[page.sortKey], inDirection(page.direction))
      .orderBy('id', inDirection(page.direction))
      .limit(page.limit)
      .offset(page.offset)
      .execute()
    return { total, items: rows.map(authorityOf) }
  }

  async withSubject(subjectNameDer: Uint8Array): Promise<Authority[]> {
    const rows = await this.#rows().selectAll().where('subject_name_der', '=', subjectNameDer).execute()
    return rows.map(authorityOf)
  }

  async withSerial(issuerId: string, serialNumber: SerialNumber): Promise<Authority[]> {
    const rows = await this.#rows()
      .selectAll()
      .where('issuer_id', '=', issuerId)
      .where('serial_number', '=', serialOctets(serialNumber))
      .orderBy('id')
      .$if(this.#binding.locksRows, (query) => query.forUpdate())
      .execute()
    return rows.map(authorityOf)
  }

  async holdsKey(publicKeyDer: Uint8Array, exceptId?: string): Promise<boolean> {
    const row = await this.#rows()
      .select('id')
      .where('public_key_der', '=', publicKeyDer)
      .$if(exceptId !== undefined, (query) => query.where('id', '!=', exceptId ?? ''))
      .executeTakeFirst()
    return row !== undefined
  }

  async add(authority: Authority): Promise<void> {
    const { db, accountId } = this.#binding
    await db.insertInto('authority').values(authorityRow(authority, accountId)).execute()
    await this.#changed()
  }

  async setOutsideChain(id: string, ders: readonly Uint8Array[]): Promise<void> {
    if (ders.length === 0) return
    const { db, accountId } = this.#binding
    const chain_der = packOctets(ders)
    await db
      .insertInto('outside_chain')
      .values({ authority_id: id, account_id: accountId, chain_der })
      .execute()
    await this.#changed()
  }

  async replace(authority: Authority): Promise<void> {
    const { db, accountId } = this.#binding
    const { numUpdatedRows } = await db
      .updateTable('authority')
      .set(authorityRow(authority, accountId))
      .where('id', '=', authority.id)
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new DomainError('unexpected', { reason: 'there is no CA to replace' })
    await this.#changed()
  }

  async remove(id: string): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .deleteFrom('authority')
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .where('certificate_der', 'is', null)
      .execute()
    await this.#changed()
  }

  #rows() {
    const { db, accountId } = this.#binding
    return db.selectFrom('authority').where('account_id', '=', accountId)
  }

  #filtered({ name, status, type, enterpriseProjectIds }: AuthorityFilter, now: number) {
    let query = this.#rows().where('is_listed', '=', 1)
    if (name !== undefined) query = query.where(commonNameContains(name))
    if (status !== undefined) query = query.where(authorityHasStatus(status, now))
    if (type !== undefined) query = query.where('type', '=', type)
    if (enterpriseProjectIds)
      query = query.where((eb) => isInProjects(eb.ref('enterprise_project_id'), enterpriseProjectIds))
    return query
  }

  /** At once and not when the work ends, because `version` must tell of it within the transaction. */
  async #changed(): Promise<void> {
    const { db, accountId, changes } = this.#binding
    changes.addBumped(await bumpVersions(db, [{ accountId, topic: 'authorities' }]))
  }
}
