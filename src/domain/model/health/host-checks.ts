import { bytes, count, ok, ratio, seconds, trouble, type Verdict } from './check.ts'
import type { AddressState, DatabaseVitals, KeyStock, ProcessState } from './observations.ts'
import { sizeText, spanText } from './spans.ts'

/** Signed requests are refused at 15 minutes; certificates of other machines begin to fail long before. */
const clockOff = { warning: 5_000, alarm: 60_000 }

/**
 * Against the database's clock where that is another machine's, and against the machine's own count of time since the
 * process began: nothing else tells, since the kernel's word on NTP is out of our reach.
 */
export function judgeClock(process: ProcessState, database: DatabaseVitals | undefined): Verdict {
  const aheadMs = database?.clockAheadMs ?? null
  const measures = [seconds('database_ahead', aheadMs), seconds('set_since_start', process.clockSetMs)]
  const offMs = Math.max(Math.abs(aheadMs ?? 0), Math.abs(process.clockSetMs))
  if (offMs <= clockOff.warning) return ok('the clock runs as others do', measures)
  const isDatabase = Math.abs(aheadMs ?? 0) >= Math.abs(process.clockSetMs)
  return trouble(
    offMs > clockOff.alarm ? 'alarm' : 'warning',
    isDatabase
      ? `the clocks of this machine and of the database differ by ${spanText(offMs)}`
      : `the clock was set by ${spanText(offMs)} while the server ran`,
    'have NTP keep the time of all machines; restart the server once the clock is right',
    measures,
  )
}

const slowLoopMs = { warning: 200, alarm: 2_000 }

export function judgeLoop({ loopDelayMs }: ProcessState): Verdict {
  const measures = [seconds('p99', loopDelayMs)]
  if (loopDelayMs <= slowLoopMs.warning) return ok('requests are taken up at once', measures)
  return trouble(
    loopDelayMs > slowLoopMs.alarm ? 'alarm' : 'warning',
    `the event loop is late by ${spanText(loopDelayMs)} (99 of 100 turns)`,
    'the machine is overloaded: give it more, or the server less',
    measures,
  )
}

const fullHeap = { warning: 0.8, alarm: 0.92 }

export function judgeMemory({ residentBytes, heapBytes, heapLimitBytes }: ProcessState): Verdict {
  const part = heapBytes / heapLimitBytes
  const measures = [bytes('resident', residentBytes), bytes('heap', heapBytes), ratio('heap_part', part)]
  if (part < fullHeap.warning) return ok('there is memory enough', measures)
  return trouble(
    part < fullHeap.alarm ? 'warning' : 'alarm',
    `the heap has ${sizeText(heapBytes)} of ${sizeText(heapLimitBytes)}`,
    'restart the server, with a larger NODE_OPTIONS=--max-old-space-size=<MiB>, and report what it was doing',
    measures,
  )
}

const manyWait = { keys: 50, engine: 1_000 }

export function judgeKeyStock({ sizes, engineWaiting }: KeyStock): Verdict {
  const waiting = sizes.reduce((total, size) => total + size.waiting, 0)
  const measures = [
    ...sizes.map(({ bits, ready }) => count(`rsa${bits}_ready`, ready)),
    count('waiting', waiting),
    count('engine_waiting', engineWaiting),
  ]
  if (engineWaiting > manyWait.engine) {
    const finding = `${engineWaiting} orders wait for the thread that signs`
    return trouble('warning', finding, 'spread the load over more servers', measures)
  }
  if (waiting <= manyWait.keys) return ok('keys and signatures are made as they are asked for', measures)
  const finding = `${waiting} callers wait for RSA keys`
  const advice = 'raise CHANCERY_RSA_POOL_SIZE, or issue with EC keys'
  return trouble('warning', finding, advice, measures)
}

export function judgePublicAddress({ publicUrl, isPublicUrlLocal, isPublicUrlHttps }: AddressState): Verdict {
  if (isPublicUrlLocal) {
    const finding = `certificates carry ${publicUrl}, an address that only this machine reaches`
    return trouble('warning', finding, 'set CHANCERY_PUBLIC_URL to one that clients reach')
  }
  if (isPublicUrlHttps) {
    const finding =
      'CHANCERY_PUBLIC_URL is https: many clients fetch CRLs over plain http only (RFC 5280 section 8)'
    return trouble('warning', finding, 'use an http:// address for lists and OCSP')
  }
  return ok(`certificates carry ${publicUrl}`)
}

export const judgeTransport = ({ isPlainHttpExposed }: AddressState): Verdict =>
  isPlainHttpExposed
    ? trouble(
        'warning',
        'the API is served over plain HTTP off loopback: passwords and tokens can be read on the way',
        'listen on https://, or let a proxy on this machine do it',
      )
    : ok('the API is not served in the clear to others')
