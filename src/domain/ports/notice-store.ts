import type {
  ExpiryWatch,
  NoticeChannel,
  NoticeDelivery,
  NoticeWebhook,
  WebhookPause,
} from '../model/expiry-notice.ts'

/** A webhook with what calling it takes. */
export interface CalledWebhook extends NoticeWebhook {
  readonly secretSealed: Uint8Array
  readonly pause: WebhookPause
}

/** Of deliveries that wait: the one that came first, or the one that was tried least, and came first of those. */
export type WaitingOrder = 'oldest' | 'least-tried'

/** The account's expiry notices. Absence is `undefined`. */
export interface NoticeReader {
  findWatch(certificateId: string): Promise<ExpiryWatch | undefined>
  findDelivery(id: string): Promise<NoticeDelivery | undefined>
  findWebhook(): Promise<NoticeWebhook | undefined>
  findCalledWebhook(): Promise<CalledWebhook | undefined>
  findWaiting(channel: NoticeChannel, order: WaitingOrder): Promise<NoticeDelivery | undefined>
}

export interface NoticeStore extends NoticeReader {
  /** Adds it, or replaces that of the same certificate; it goes with the certificate. */
  setWatch(watch: ExpiryWatch): Promise<void>
  /** Adds it, or replaces that with the same id. */
  setDelivery(delivery: NoticeDelivery): Promise<void>
  /** Replaces it; the new one has no pause. */
  setWebhook(webhook: NoticeWebhook, secretSealed: Uint8Array): Promise<void>
  /** Nothing happens where the webhook is another one by now. */
  setPause(webhook: NoticeWebhook, pause: WebhookPause): Promise<void>
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
