import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Metrics, MetricsPage } from '../domain/ports/metrics.ts'
import { createGauges } from './gauges.ts'

/** Counts what happens in this process, and shows it in the text format of Prometheus. */
export function createMetrics(): Metrics & MetricsPage {
  const registry = new Registry()
  const happened = createCounters(registry)
  const setGauges = createGauges(registry)
  let isFirst = true
  return {
    observeRevocationSeen: (ms) => happened.seen.observe(ms / 1000),
    countStatusAnswer: (kind) => happened.answers.inc({ kind }),
    countStatusSignature: (origin) => happened.signatures.inc({ origin }),
    countNotice: (channel, outcome) => happened.notices.inc({ channel, outcome }),
    async show(watched) {
      // the process is measured from here on, and not at all where nobody collects
      if (isFirst) collectDefaultMetrics({ register: registry })
      isFirst = false
      setGauges(watched)
      const text = await registry.metrics()
      // the format knows one spelling only
      return { contentType: registry.contentType, text: text.replace(/ Nan$/gm, ' NaN') }
    },
  }
}

/** What is promised is 10 s, so the buckets are closest around it. */
const secondsUntilSeen = [0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 45, 60]

function createCounters(registry: Registry) {
  const registers = [registry]
  const seen = new Histogram({
    name: 'chancery_revocation_seen_seconds',
    help: 'From a revocation to the first list at its public address that tells of it.',
    buckets: secondsUntilSeen,
    registers,
  })
  const answers = new Counter({
    name: 'chancery_ocsp_answers_total',
    help: 'What was said on OCSP, by certificate; of questions that were refused, one each.',
    labelNames: ['kind'] as const,
    registers,
  })
  const signatures = new Counter({
    name: 'chancery_ocsp_signatures_total',
    help: 'Signatures of OCSP answers: made, or kept from the same answer before.',
    labelNames: ['origin'] as const,
    registers,
  })
  const notices = new Counter({
    name: 'chancery_notices_total',
    help: 'Attempts to deliver expiry notices, by what became of them.',
    labelNames: ['channel', 'outcome'] as const,
    registers,
  })
  // a rate needs the zero that it begins with
  for (const kind of ['good', 'revoked', 'unknown', 'refused'] as const) answers.inc({ kind }, 0)
  for (const origin of ['made', 'kept'] as const) signatures.inc({ origin }, 0)
  for (const channel of ['mail', 'webhook'] as const) {
    for (const outcome of ['delivered', 'deferred', 'failed', 'withdrawn'] as const) {
      notices.inc({ channel, outcome }, 0)
    }
  }
  return { seen, answers, signatures, notices }
}
