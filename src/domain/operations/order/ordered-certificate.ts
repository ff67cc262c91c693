import { DomainError } from '../../model/errors.ts'
import {
  type HostedCertificate,
  hostedStatus,
  type OrderedCertificate,
} from '../../model/hosted-certificate.ts'
import { type OrderEvent, stateAfter } from '../../model/order-states.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { presentHostedCertificate } from '../hosted-certificate/read-hosted-certificates.ts'

/** A certificate that came of an order. */
export type Ordered = HostedCertificate & { readonly ordered: OrderedCertificate }

/** Throws `certificate-not-found`, and `state-forbids` for one that was imported. */
export async function presentOrdered(stores: TenantReaders, id: string): Promise<Ordered> {
  const certificate = await presentHostedCertificate(stores, id)
  if (isOrdered(certificate)) return certificate
  throw new DomainError('state-forbids', { reason: 'the certificate was imported, not ordered' })
}

export const isOrdered = (certificate: HostedCertificate): certificate is Ordered =>
  certificate.ordered !== null

/** As it is after an event, with what else the event changes. Throws `state-forbids`. */
export const afterEvent = (
  certificate: Ordered,
  event: OrderEvent,
  now: number,
  ordered: Partial<OrderedCertificate> = {},
): Ordered => ({
  ...certificate,
  state: stateAfter(event, hostedStatus(certificate, now)),
  ordered: { ...certificate.ordered, ...ordered },
  updatedAt: now,
})
