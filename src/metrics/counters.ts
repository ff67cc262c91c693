import { Counter, Histogram, type Registry } from 'prom-client'
import { issuancePurposes } from '../domain/model/issuance.ts'
import { pushServices } from '../domain/model/push-place.ts'
import type { Metrics } from '../domain/ports/metrics.ts'

/** Tells how many ms went by since it was made. */
export type Stopwatch = () => () => number

/** What is promised is 10 s, so the buckets are closest around it. */
const secondsUntilSeen = [0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 45, 60]
const secondsOfRequests = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const secondsOfSteps = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5]
/** From files of our own to a CDN; a renewal waits for a target for days. */
const secondsOfPushes = [0.05, 0.1, 0.5, 1, 3, 10, 30, 60, 300, 3_600, 86_400]
const secondsOfWork = [0.01, 0.05, 0.1, 0.5, 1, 3, 10, 30, 60]

/** What is counted as it happens. Labels are of few values that we name: nothing of them is a caller's. */
export function createCounters(registry: Registry, stopwatch: Stopwatch): Metrics {
  return {
    ...revocationCounters(registry),
    ...requestCounters(registry),
    ...workCounters(registry, stopwatch),
    ...noticeCounters(registry),
    ...orderCounters(registry),
    ...pushCounters(registry),
  }
}

function revocationCounters(registry: Registry) {
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
  const made = new Histogram({
    name: 'chancery_revocation_list_made_seconds',
    help: 'How long lists took to make.',
    buckets: secondsOfWork,
    registers,
  })
  const published = new Counter({
    name: 'chancery_revocation_lists_total',
    help: 'Attempts to publish a list: published somewhere, or failed everywhere.',
    labelNames: ['result'] as const,
    registers,
  })
  // a rate needs the zero that it begins with
  for (const kind of ['good', 'revoked', 'unknown', 'refused'] as const) answers.inc({ kind }, 0)
  for (const origin of ['made', 'kept'] as const) signatures.inc({ origin }, 0)
  for (const result of ['published', 'failed'] as const) published.inc({ result }, 0)
  return {
    observeRevocationSeen: (ms) => seen.observe(ms / 1000),
    countStatusAnswer: (kind) => answers.inc({ kind }),
    countStatusSignature: (origin) => signatures.inc({ origin }),
    observeListMade: (ms) => made.observe(ms / 1000),
    countListPublished: (result) => published.inc({ result }),
  } satisfies Partial<Metrics>
}

function requestCounters(registry: Registry) {
  const registers = [registry]
  const requests = new Counter({
    name: 'chancery_http_requests_total',
    help: 'Requests that were answered, by operation and class of status.',
    labelNames: ['family', 'operation', 'status'] as const,
    registers,
  })
  const durations = new Histogram({
    name: 'chancery_http_request_duration_seconds',
    help: 'From the headers of a request to the end of its answer.',
    labelNames: ['family', 'status'] as const,
    buckets: secondsOfRequests,
    registers,
  })
  const refusals = new Counter({
    name: 'chancery_refusals_total',
    help: 'What was refused, by why; what the wire refuses by its form is among the requests only.',
    labelNames: ['code'] as const,
    registers,
  })
  return {
    countRequest({ family, operation, status: code, tookMs }) {
      const status = `${Math.floor(code / 100)}xx`
      requests.inc({ family, operation, status })
      durations.observe({ family, status }, tookMs / 1000)
    },
    countRefusal: (code) => refusals.inc({ code }),
  } satisfies Partial<Metrics>
}

function workCounters(registry: Registry, stopwatch: Stopwatch) {
  const registers = [registry]
  const issuing = new Histogram({
    name: 'chancery_issuing_step_seconds',
    help: 'Steps of issuing a certificate: until key and signature are made, and until the commit.',
    labelNames: ['step'] as const,
    buckets: secondsOfSteps,
    registers,
  })
  const jobs = new Histogram({
    name: 'chancery_job_duration_seconds',
    help: 'Jobs that this process ran, by kind and result.',
    labelNames: ['kind', 'result'] as const,
    buckets: secondsOfWork,
    registers,
  })
  return {
    timeIssuing(step) {
      const took = stopwatch()
      return () => issuing.observe({ step }, took() / 1000)
    },
    timeJob(kind) {
      const took = stopwatch()
      return (result) => jobs.observe({ kind, result }, took() / 1000)
    },
  } satisfies Partial<Metrics>
}

function noticeCounters(registry: Registry) {
  const notices = new Counter({
    name: 'chancery_notices_total',
    help: 'Attempts to deliver notices, by what became of them.',
    labelNames: ['channel', 'outcome'] as const,
    registers: [registry],
  })
  for (const channel of ['mail', 'webhook'] as const) {
    for (const outcome of ['delivered', 'deferred', 'failed', 'withdrawn'] as const) {
      notices.inc({ channel, outcome }, 0)
    }
  }
  return { countNotice: (channel, outcome) => notices.inc({ channel, outcome }) } satisfies Partial<Metrics>
}

function orderCounters(registry: Registry) {
  const issuances = new Counter({
    name: 'chancery_issuances_total',
    help: 'Certificates of orders that were on their way, by why and by what became of them.',
    labelNames: ['purpose', 'outcome'] as const,
    registers: [registry],
  })
  for (const purpose of issuancePurposes) {
    for (const outcome of ['issued', 'failed', 'cancelled'] as const) issuances.inc({ purpose, outcome }, 0)
  }
  return {
    countIssuance: (purpose, outcome) => issuances.inc({ purpose, outcome }),
  } satisfies Partial<Metrics>
}

function pushCounters(registry: Registry) {
  const registers = [registry]
  const pushes = new Counter({
    name: 'chancery_pushes_total',
    help: 'Pushes that ended, by service and by what became of them; each attempt of a renewal counts.',
    labelNames: ['service', 'outcome'] as const,
    registers,
  })
  const durations = new Histogram({
    name: 'chancery_push_duration_seconds',
    help: 'From when a push was asked for until the certificate was seen there.',
    labelNames: ['service'] as const,
    buckets: secondsOfPushes,
    registers,
  })
  for (const service of pushServices) {
    for (const outcome of ['done', 'refused', 'denied', 'failed'] as const)
      pushes.inc({ service, outcome }, 0)
  }
  return {
    countPush(service, outcome, tookMs) {
      pushes.inc({ service, outcome })
      if (outcome === 'done') durations.observe({ service }, tookMs / 1000)
    },
  } satisfies Partial<Metrics>
}
