import type { AuditSink } from '../../domain/ports/audit-sink.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import { createFileSink } from './file-sink.ts'
import { createSyslogSink, type SyslogPlace } from './syslog-sink.ts'
import { createWebhookSink } from './webhook-sink.ts'

/** Where a sink is. Addresses are the administrator's own, so they may be anywhere. */
export type SinkPlace =
  | { readonly kind: 'file'; readonly path: string }
  | ({ readonly kind: 'syslog' } & SyslogPlace)
  | { readonly kind: 'webhook'; readonly url: string }

export interface SinkMeans {
  readonly clock: Pick<Clock, 'now'>
  /** What deliveries to webhooks are signed with. */
  readonly webhookSecret: string | null
  /** How syslog names this machine. */
  readonly ownHost: string
}

export const createAuditSinks = (places: readonly SinkPlace[], means: SinkMeans): AuditSink[] =>
  places.map((place) => sinkAt(place, means))

function sinkAt(place: SinkPlace, { clock, webhookSecret, ownHost }: SinkMeans): AuditSink {
  switch (place.kind) {
    case 'file':
      return createFileSink(place.path)
    case 'syslog':
      return createSyslogSink(place, ownHost)
    case 'webhook':
      if (webhookSecret === null) throw new Error('there is no secret to sign deliveries with')
      return createWebhookSink(place.url, webhookSecret, clock)
  }
}
