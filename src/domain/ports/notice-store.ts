import type { ExpiryWatch, NoticeDelivery, NoticeWebhook } from '../model/expiry-notice.ts'

/** The account's expiry notices. Absence is `undefined`. */
export interface NoticeReader {
  findWatch(certificateId: string): Promise<ExpiryWatch | undefined>
  findDelivery(id: string): Promise<NoticeDelivery | undefined>
  findWebhook(): Promise<NoticeWebhook | undefined>
  /** Sealed; absent like the webhook. */
  findWebhookSecret(): Promise<Uint8Array | undefined>
}

export interface NoticeStore extends NoticeReader {
  /** Adds it, or replaces that of the same certificate; it goes with the certificate. */
  setWatch(watch: ExpiryWatch): Promise<void>
  /** Adds it, or replaces that with the same id. */
  setDelivery(delivery: NoticeDelivery): Promise<void>
  setWebhook(webhook: NoticeWebhook, secretSealed: Uint8Array): Promise<void>
  removeWebhook(): Promise<void>
}

export interface DueWatch {
  readonly accountId: string
  readonly certificateId: string
}

/** Over all accounts. */
export interface NoticeOverview {
  /** Watches whose time has come, or whose certificate became another one, the longest due first. */
  listDue(now: number, limit: number): Promise<DueWatch[]>
}

export interface NoticeUpkeep extends NoticeOverview {
  /** Removes at most `limit` deliveries that were finished before; says how many. */
  removeFinished(before: number, limit: number): Promise<number>
}
