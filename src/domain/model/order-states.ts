import { DomainError } from './errors.ts'
import type { HostedState, HostedStatus } from './hosted-certificate.ts'

/** What leads from one state of a certificate to another (api-answers A1). */
export type OrderEvent =
  | 'apply'
  | 'challenges-told'
  | 'names-proven'
  | 'organization-to-be-reviewed'
  | 'approve'
  | 'fail'
  | 'issue'
  | 'cancel'
  | 'cancelled'
  | 'revoke'
  | 'revoked'
  | 'supplement'

interface Transition {
  readonly event: OrderEvent
  readonly from: readonly HostedStatus[]
  readonly to: HostedState
}

/**
 * The whole machine, drawn once: `docs/api/scm-v3.md` shows it from here. What is not in it is refused. The second state of
 * an event that may end in two is chosen by what happened outside; EXPIRED is the clock's and stands in no row.
 */
export const transitions: readonly Transition[] = [
  { event: 'apply', from: ['PAID', 'UNPASSED'], to: 'CHECKING' },
  { event: 'challenges-told', from: ['CHECKING', 'CHECKING_DOMAIN'], to: 'CHECKING_DOMAIN' },
  { event: 'organization-to-be-reviewed', from: ['CHECKING_DOMAIN'], to: 'CHECKING_ORG' },
  { event: 'names-proven', from: ['CHECKING_DOMAIN'], to: 'ISSUING' },
  { event: 'approve', from: ['CHECKING_ORG'], to: 'ISSUING' },
  { event: 'fail', from: ['CHECKING', 'CHECKING_DOMAIN', 'CHECKING_ORG', 'ISSUING'], to: 'UNPASSED' },
  { event: 'issue', from: ['ISSUING'], to: 'ISSUED' },
  { event: 'cancel', from: ['CHECKING', 'CHECKING_DOMAIN', 'CHECKING_ORG'], to: 'CANCELCHECKING' },
  { event: 'cancelled', from: ['CANCELCHECKING'], to: 'PAID' },
  { event: 'revoke', from: ['ISSUED'], to: 'REVOKING' },
  { event: 'cancel', from: ['REVOKING'], to: 'CANCLEREVOKING' },
  { event: 'cancelled', from: ['CANCLEREVOKING'], to: 'ISSUED' },
  { event: 'revoked', from: ['REVOKING'], to: 'REVOKED' },
  { event: 'supplement', from: ['ISSUED'], to: 'SUPPLEMENTCHECKING' },
  { event: 'issue', from: ['SUPPLEMENTCHECKING'], to: 'ISSUED' },
  { event: 'fail', from: ['SUPPLEMENTCHECKING'], to: 'ISSUED' },
  { event: 'cancel', from: ['SUPPLEMENTCHECKING'], to: 'CANCELSUPPLEMENTING' },
  { event: 'cancelled', from: ['CANCELSUPPLEMENTING'], to: 'ISSUED' },
]

/** The state that an event leads to. Throws `state-forbids` where it leads nowhere. */
export function stateAfter(event: OrderEvent, status: HostedStatus): HostedState {
  const transition = transitions.find((one) => one.event === event && one.from.includes(status))
  if (transition) return transition.to
  throw new DomainError('state-forbids', { reason: `cannot ${event} a certificate that is ${status}` })
}
