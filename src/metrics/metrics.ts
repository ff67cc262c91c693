import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Metrics, MetricsPage } from '../domain/ports/metrics.ts'
import { createCounters, type Stopwatch } from './counters.ts'
import { createGauges } from './gauges.ts'

/** Counts what happens in this process, and shows it in the text format of Prometheus. */
export function createMetrics(stopwatch: Stopwatch): Metrics & MetricsPage {
  const registry = new Registry()
  const happened = createCounters(registry, stopwatch)
  const setGauges = createGauges(registry)
  let isFirst = true
  return {
    ...happened,
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
