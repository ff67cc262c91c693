import type { ExpiryNotice } from './expiry-notice.ts'

/** What is told of orders without anybody's asking: each needs somebody. */
export const orderNoticeTypes = [
  /** The application came to nothing, or was rejected. */
  'ORDER_UNPASSED',
  /** The authority has other proofs by now: those that were set no longer count (api-answers A18). */
  'ORDER_PROOFS_REPLACED',
  /** A renewal waits for proofs that nobody but the owner sets. */
  'RENEWAL_WAITING',
  'RENEWAL_FAILED',
  'SUPPLEMENT_FAILED',
] as const
export type OrderNoticeType = (typeof orderNoticeTypes)[number]

/** What is to be set for a name, and where. */
export interface NoticedProof {
  readonly domain: string
  readonly recordType: string
  readonly recordName: string
  /** Empty for mail: only who reads that may know. */
  readonly recordValue: string
}

export interface OrderNotice {
  readonly type: OrderNoticeType
  readonly accountId: string
  readonly accountName: string
  readonly certificate: Pick<ExpiryNotice['certificate'], 'id' | 'name' | 'domain' | 'otherDomains'>
  /** Null where the type says it all. */
  readonly reason: string | null
  readonly proofs: readonly NoticedProof[]
  /** In ms since the epoch. */
  readonly noticedAt: number
}

export type Notice = ExpiryNotice | OrderNotice

export const isOfOrder = (notice: Notice): notice is OrderNotice => !('step' in notice)
