import type { Nullable } from 'kysely'
import { nothingPublished } from '../domain/model/revocation-list.ts'
import type { PublishingAuthority, RevocationOverview } from '../domain/ports/revocation-overview.ts'
import { progressOf } from './revocation-list-store.ts'
import type { RevocationListTable } from './schema.ts'
import type { StoreBinding } from './session.ts'

/** Over all accounts on purpose: it answers who watches the installation, never a tenant. */
export class SqlRevocationOverview implements RevocationOverview {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  /** A CA may have several places; which of them count is said by `isLive`. */
  async listPublishing(now: number): Promise<PublishingAuthority[]> {
    const rows = await this.#binding.db
      .selectFrom('revocation_list_location as location')
      .innerJoin('authority', 'authority.id', 'location.authority_id')
      .leftJoin('revocation_list', 'revocation_list.authority_id', 'authority.id')
      .selectAll('revocation_list')
      .select('authority.id')
      .distinct()
      .where('authority.state', '!=', 'DESTROYED')
      .where('authority.not_after', '>', now)
      .where((eb) =>
        eb.or([
          eb('location.named_until', '>', now),
          eb.and([
            eb('location.bucket', '=', eb.ref('authority.list_bucket')),
            eb('location.name', '=', eb.ref('authority.list_name')),
          ]),
        ]),
      )
      .orderBy('authority.id')
      .execute()
    return rows.map((row) => ({
      authorityId: row.id,
      progress: isBegun(row) ? progressOf(row) : nothingPublished,
    }))
  }
}

/** A CA that has never begun a list has no row of its own there. */
const isBegun = (row: Nullable<RevocationListTable>): row is RevocationListTable => row.number !== null
