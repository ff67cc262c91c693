import type { Notice } from './order-notice.ts'

/** What somebody may be told of (client contract 1.1.1, EnableNotification). */
export const noticeTypes = ['CERT_EXPIRING', 'CERT_EXPIRED'] as const
export type NoticeType = (typeof noticeTypes)[number]

export type NoticeChannel = 'mail' | 'webhook'

/** What is watched of a certificate, and how far that has come. Times in ms since the epoch. */
export interface ExpiryWatch {
  readonly certificateId: string
  /** None: nobody wants to know now, and what was told stays told. */
  readonly types: readonly NoticeType[]
  /** The end that the rest is about; another one is another certificate's, and begins anew. */
  readonly plannedFor: number | null
  /** The last step that was told. */
  readonly toldStep: number | null
  /** When there may be something to tell; null after the end. */
  readonly lookAt: number | null
}

/** What is told: the certificate as it was when the step began, so that every attempt says the same. */
export interface ExpiryNotice {
  readonly type: NoticeType
  /** Days before the end that the step stands for; 0 once it ended. */
  readonly step: number
  readonly accountId: string
  readonly accountName: string
  readonly certificate: {
    readonly id: string
    readonly name: string
    readonly domain: string | null
    readonly otherDomains: readonly string[]
    readonly fingerprint: string
    readonly notAfter: number
  }
  readonly noticedAt: number
}

/** A notice on its way to one recipient. */
export interface NoticeDelivery {
  /** 32 hexadecimal digits, the same at every attempt: who gets it twice can tell. */
  readonly id: string
  readonly channel: NoticeChannel
  /** An e-mail address; of a webhook its host, because the rest of its URL may be a secret. */
  readonly recipient: string
  readonly notice: Notice
  readonly state: 'waiting' | 'delivered' | 'failed' | 'withdrawn'
  readonly attempts: number
  /** Why the last attempt failed. */
  readonly failure: string | null
  readonly createdAt: number
  /** Null while it waits. */
  readonly finishedAt: number | null
}

/** Where an account wants to be told, beside mail. */
export interface NoticeWebhook {
  readonly url: string
  readonly updatedAt: number
}

/** What an address that failed is spared: all that its account has for it waits until then. */
export interface WebhookPause {
  /** Attempts in a row that failed. */
  readonly failures: number
  readonly until: number
}

export const noPause: WebhookPause = { failures: 0, until: 0 }

const dayMs = 86_400_000

/** Days before the end at which somebody is told; 0 is the end itself. */
const steps = [30, 15, 7, 3, 1, 0] as const

/** The step that a certificate is at; undefined while it has longer than the first. */
export const stepAt = (notAfter: number, now: number): number | undefined =>
  steps.findLast((step) => notAfter - step * dayMs <= now)

/** When the next step begins; null where none is left. */
export const nextStepAt = (notAfter: number, now: number): number | null =>
  steps.map((step) => notAfter - step * dayMs).find((start) => start > now) ?? null

export const typeOfStep = (step: number): NoticeType => (step === 0 ? 'CERT_EXPIRED' : 'CERT_EXPIRING')

/** Whole days that are left, a part of one counted as one. */
export const daysLeft = (notAfter: number, now: number): number =>
  Math.max(0, Math.ceil((notAfter - now) / dayMs))

/** What is to be told now, and what is watched for from then on. */
export function advance(
  watch: ExpiryWatch,
  notAfter: number,
  now: number,
): { readonly step: number | undefined; readonly next: ExpiryWatch } {
  const told = watch.plannedFor === notAfter ? watch.toldStep : null
  const reached = stepAt(notAfter, now)
  const isNew = reached !== undefined && (told === null || reached < told)
  const step = isNew && watch.types.includes(typeOfStep(reached)) ? reached : undefined
  return {
    step,
    next: { ...watch, plannedFor: notAfter, toldStep: step ?? told, lookAt: nextStepAt(notAfter, now) },
  }
}

const minuteMs = 60_000
const longestPauseMs = 6 * 60 * minuteMs
const patienceMs = 3 * dayMs

/** When to try again after so many failures. */
export const retryAt = (failures: number, now: number): number =>
  now + Math.min(longestPauseMs, minuteMs * 2 ** Math.min(failures - 1, 20))

/** Whether that has lasted for long enough. */
export const isGivenUp = ({ createdAt }: NoticeDelivery, now: number): boolean =>
  now - createdAt >= patienceMs

/** Whether its step still lasts: of one that is over the next one tells, and tells it right. */
export const isCurrent = ({ step, certificate }: ExpiryNotice, now: number): boolean =>
  stepAt(certificate.notAfter, now) === step
