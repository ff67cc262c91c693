import type { GeneratedAlways } from 'kysely'
import type { Push } from '../domain/model/push.ts'

export interface PushTable {
  id: string
  account_id: string
  certificate_id: string
  state: Push['state']
  /** The whole push, in JSON. */
  content: string
  /** `placeKey` of the domain, made by the engine. */
  place: GeneratedAlways<string>
  holder: string
  held_until: number
  started_at: number
  finished_at: number | null
  snapshot_sealed: Uint8Array | null
}

export const pushRow = (push: Push) => ({
  id: push.id,
  certificate_id: push.certificateId,
  state: push.state,
  content: JSON.stringify(push, wellFormed),
  holder: push.holder,
  held_until: push.heldUntil,
  started_at: push.startedAt,
  finished_at: push.finishedAt,
})

/** Texts of targets may be cut in the middle of a character, or hold NUL: no engine's JSON takes these. */
const wellFormed = (_field: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value

/** Who holds it stands beside its content. */
export const pushOf = ({
  content,
  holder,
  held_until,
}: Pick<PushTable, 'content' | 'holder' | 'held_until'>): Push => ({
  ...(JSON.parse(content) as Push),
  holder,
  heldUntil: held_until,
})
