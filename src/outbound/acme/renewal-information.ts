import type { RenewalWindow } from '../../domain/ports/acme-directory.ts'
import { renewalIdentifier } from '../../x509/renewal-identifier.ts'
import { AcmeProblem, retryTime } from './acme-problem.ts'
import { type Conversation, readJson } from './conversation.ts'
import { fieldsOf, misunderstood } from './fields.ts'

/** Where the authority does not say (RFC 9773 §4.3.3). */
const usualWaitMs = 21_600_000
const shortestWaitMs = 60_000

/** Asks when a certificate is to be renewed (RFC 9773 §4.2). Null where the authority has no word on it. */
export async function askRenewalWindow(
  conversation: Conversation,
  certificateDer: Uint8Array,
  now: number,
): Promise<RenewalWindow | null> {
  const { renewalInfo } = await conversation.server.directory()
  const identifier = renewalIdentifier(certificateDer)
  if (renewalInfo === undefined || identifier === null) return null
  const url = `${renewalInfo.replace(/\/$/, '')}/${identifier}`
  try {
    const { text, headers } = await conversation.ask({ url, method: 'GET' })
    const lookAgainAt = retryTime(headers['retry-after'], now) ?? now + usualWaitMs
    return { ...readWindow(text), lookAgainAt: Math.max(lookAgainAt, now + shortestWaitMs) }
  } catch (error) {
    if (error instanceof AcmeProblem && error.status === 404) return null
    throw error
  }
}

function readWindow(text: string): Pick<RenewalWindow, 'start' | 'end'> {
  const window = fieldsOf(fieldsOf(readJson(text))['suggestedWindow'])
  const [start = Number.NaN, end = Number.NaN] = [window['start'], window['end']].map((time) =>
    typeof time === 'string' ? Date.parse(time) : Number.NaN,
  )
  if (end > start) return { start, end }
  throw misunderstood('no window of time')
}
