import { DomainError } from '../../domain/model/errors.ts'
import type { Reply } from '../exchange.ts'
import { fieldsOf } from './fields.ts'

const namespace = 'urn:ietf:params:acme:error:'
const longestText = 500
/** Longer than any authority means it; one that says a year has a fault. */
const longestWaitMs = 86_400_000

/** Problems that pass (RFC 8555 §6.7), beside all that come with 429 or a status above. */
const passing = new Set(['badNonce', 'orderNotReady', 'rateLimited', 'serverInternal'])

/** An answer that is no success: a problem document (RFC 8555 §6.7), or none. */
export class AcmeProblem extends Error {
  override readonly name = 'AcmeProblem'
  readonly status: number
  /** Without the namespace of ACME; empty where there is no problem document. */
  readonly type: string
  /** When the authority wants to be asked again, in ms since the epoch. */
  readonly retryAt: number | null

  constructor({ status, headers, text }: Reply, now: number) {
    const { type } = fieldsOf(parsed(text))
    super(typeof type === 'string' ? problemText(parsed(text)) : `answers ${status}`)
    this.status = status
    this.type = typeof type === 'string' ? type.replace(namespace, '') : ''
    this.retryAt = retryTime(headers['retry-after'], now)
  }

  /** Whether the same again would be refused again. What has no problem document came from something in between. */
  get isFinal(): boolean {
    const isClientError = this.status >= 400 && this.status < 500 && this.status !== 429
    return isClientError && this.type !== '' && !passing.has(this.type)
  }
}

/** A problem of a request, an order or a challenge, with those of single names (§6.7.1), as one line for people. */
export function problemText(problem: unknown): string {
  const { subproblems } = fieldsOf(problem)
  const others = Array.isArray(subproblems) ? subproblems.slice(0, 10) : []
  return oneLine([problem, ...others].map(ownText).filter(Boolean).join('; '))
}

function ownText(problem: unknown): string {
  const { type, detail, identifier } = fieldsOf(problem)
  const kind = typeof type === 'string' ? type.replace(namespace, '') : ''
  const parts = [fieldsOf(identifier)['value'], kind, detail]
  return parts.filter((part) => typeof part === 'string' && part !== '').join(': ')
}

/** What another wrote, fit for a log and an answer. */
const oneLine = (text: string) =>
  text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, longestText)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Seconds or a date (RFC 9110 §10.2.3), in ms since the epoch. */
export function retryTime(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? ''
  const at = /^\d{1,9}$/.test(text) ? now + Number(text) * 1000 : Date.parse(text)
  if (Number.isNaN(at)) return null
  return Math.min(Math.max(at, now), now + longestWaitMs)
}

/** `issuer-refused` for what is final, else `issuer-unreachable`: also for whatever went wrong on the way. */
export function asDomainError(host: string, error: unknown): DomainError {
  if (error instanceof DomainError) return error
  const { name, message } = error as Error
  if (error instanceof AcmeProblem) {
    if (error.isFinal) return new DomainError('issuer-refused', { reason: message })
    return unreachable(`${host} ${message}`, error.retryAt)
  }
  const isImpatient = name === 'AbortError' || name === 'TimeoutError'
  return unreachable(`${host} ${isImpatient ? 'does not answer in time' : oneLine(message)}`)
}

export const refused = (reason: string) => new DomainError('issuer-refused', { reason })

/** It may be otherwise when it is asked again. */
export const unreachable = (reason: string, retryAt: number | null = null) =>
  new DomainError('issuer-unreachable', { reason, ...(retryAt !== null && { retryAt }) })
