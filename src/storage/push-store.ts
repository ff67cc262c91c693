import type { Listing } from '../domain/model/page.ts'
import {
  type Deployment,
  type Push,
  type PushDestination,
  type PushState,
  placeKey,
} from '../domain/model/push.ts'
import type { PushService } from '../domain/model/push-place.ts'
import type { ListedPush, PushFilter, PushPage, PushStore, PushUpkeep } from '../domain/ports/push-store.ts'
import { listPushes } from './push-list.ts'
import { pushOf, pushRow } from './push-row.ts'
import type { StoreBinding } from './session.ts'

export interface DeploymentTable {
  account_id: string
  certificate_id: string
  /** `placeKey` of the domain. */
  place: string
  service: PushService
  resource_id: string
  /** The whole deployment, in JSON. */
  content: string
  pushed_at: number
  /** With its key; null once the certificate was deleted. */
  content_sealed: Uint8Array | null
}

const ended = ['done', 'failed'] as const satisfies PushState[]

export class SqlPushStore implements PushStore, PushUpkeep {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(id: string): Promise<Push | undefined> {
    const row = await this.#pushes()
      .select(['content', 'holder', 'held_until'])
      .where('id', '=', id)
      .$if(this.#binding.locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && pushOf(row)
  }

  async findSnapshot(id: string): Promise<Uint8Array | null> {
    const row = await this.#pushes().select('snapshot_sealed').where('id', '=', id).executeTakeFirst()
    return row?.snapshot_sealed ?? null
  }

  async listRecent(certificateId: string, limit: number): Promise<Push[]> {
    const rows = await this.#pushes()
      .select(['content', 'holder', 'held_until'])
      .where('certificate_id', '=', certificateId)
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map(pushOf)
  }

  list(filter: PushFilter, page: PushPage): Promise<Listing<ListedPush>> {
    return listPushes(this.#binding, filter, page)
  }

  async add(push: Push): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .insertInto('push')
      .values({ ...pushRow(push), account_id: accountId, snapshot_sealed: null })
      .execute()
  }

  async update(push: Push, snapshot?: Uint8Array | null): Promise<boolean> {
    const { numUpdatedRows } = await this.#binding.db
      .updateTable('push')
      .set({ ...pushRow(push), ...(snapshot !== undefined && { snapshot_sealed: snapshot }) })
      .where('id', '=', push.id)
      .where('account_id', '=', this.#binding.accountId)
      .where('holder', '=', push.holder)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async takeOver(id: string, holder: string, now: number, heldUntil: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#binding.db
      .updateTable('push')
      .set({ holder, held_until: heldUntil })
      .where('id', '=', id)
      .where('account_id', '=', this.#binding.accountId)
      .where('held_until', '<=', now)
      .where('state', 'not in', ended)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async findDeployment(certificateId: string, destination: PushDestination): Promise<Deployment | undefined> {
    const row = await this.#deployments()
      .select('content')
      .where('certificate_id', '=', certificateId)
      .where('place', '=', placeKey(destination))
      .executeTakeFirst()
    return row && deploymentOf(row)
  }

  async findDeployedContent(
    certificateId: string,
    destination: PushDestination,
  ): Promise<Uint8Array | undefined> {
    const row = await this.#deployments()
      .select('content_sealed')
      .where('certificate_id', '=', certificateId)
      .where('place', '=', placeKey(destination))
      .executeTakeFirst()
    return row?.content_sealed ?? undefined
  }

  async listDeployments(certificateId: string): Promise<Deployment[]> {
    const rows = await this.#deployments()
      .select('content')
      .where('certificate_id', '=', certificateId)
      .orderBy('place')
      .execute()
    return rows.map(deploymentOf)
  }

  async countDeployments(certificateId: string): Promise<number> {
    const { count } = await this.#deployments()
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('certificate_id', '=', certificateId)
      .executeTakeFirstOrThrow()
    return count
  }

  async findDeployed(service: PushService, resourceId: string): Promise<Deployment | undefined> {
    const row = await this.#deployments()
      .select('content')
      .where('service', '=', service)
      .where('resource_id', '=', resourceId)
      .orderBy('pushed_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row && deploymentOf(row)
  }

  async setDeployment(deployment: Deployment, sealedContent: Uint8Array): Promise<void> {
    const { db, accountId } = this.#binding
    const row = { ...deploymentRow(deployment, accountId), content_sealed: sealedContent }
    await db
      .insertInto('deployment')
      .values(row)
      .onConflict((conflict) => conflict.columns(['account_id', 'certificate_id', 'place']).doUpdateSet(row))
      .execute()
  }

  async forgetContents(certificateId: string): Promise<void> {
    await this.#binding.db
      .updateTable('deployment')
      .set({ content_sealed: null })
      .where('account_id', '=', this.#binding.accountId)
      .where('certificate_id', '=', certificateId)
      .execute()
  }

  async removeDeployment(certificateId: string, destination: PushDestination): Promise<void> {
    await this.#binding.db
      .deleteFrom('deployment')
      .where('account_id', '=', this.#binding.accountId)
      .where('certificate_id', '=', certificateId)
      .where('place', '=', placeKey(destination))
      .execute()
  }

  async removeEnded(before: number, limit: number): Promise<number> {
    const { db } = this.#binding
    const old = db.selectFrom('push').select('id').where('finished_at', '<', before).limit(limit)
    const { numDeletedRows } = await db.deleteFrom('push').where('id', 'in', old).executeTakeFirst()
    return Number(numDeletedRows)
  }

  #pushes() {
    return this.#binding.db.selectFrom('push').where('account_id', '=', this.#binding.accountId)
  }

  #deployments() {
    return this.#binding.db.selectFrom('deployment').where('account_id', '=', this.#binding.accountId)
  }
}

const deploymentRow = (deployment: Deployment, accountId: string) => ({
  account_id: accountId,
  certificate_id: deployment.certificateId,
  place: placeKey(deployment),
  service: deployment.service,
  resource_id: deployment.resourceId,
  content: JSON.stringify(deployment),
  pushed_at: deployment.pushedAt,
})

const deploymentOf = ({ content }: Pick<DeploymentTable, 'content'>): Deployment =>
  JSON.parse(content) as Deployment
