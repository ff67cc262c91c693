import type { Triable } from './connection.ts'

/** What became of one attempt. */
export type DeliveryOutcome =
  | { readonly isTaken: true }
  /** `isFinal`: the same again would be refused again. The reason is shown to administrators. */
  | { readonly isTaken: false; readonly isFinal: boolean; readonly reason: string }

export interface MailMessage {
  /** The same at every attempt: what the Message-ID is made of. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly writtenAt: number
}

/** The administrator's mail server. */
export interface Mailer extends Triable {
  /** Never throws for what the server or the way to it does. */
  send(message: MailMessage): Promise<DeliveryOutcome>
}

export interface WebhookMessage {
  /** The same at every attempt. */
  readonly id: string
  readonly url: string
  /** What it is signed with. */
  readonly secret: string
  /** JSON. */
  readonly body: string
}

/** Addresses that tenants named. */
export interface WebhookSender {
  /** Follows no redirect, and connects to no address that the outbound rule forbids. Never throws for either. */
  post(message: WebhookMessage): Promise<DeliveryOutcome>
}
