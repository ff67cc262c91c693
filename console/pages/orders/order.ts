import type { Static } from '../../../src/contract/operation.ts'
import type { Certificate } from '../../../src/contract/scm-v3/shapes.ts'
import { readScmTime } from '../../shapes/time-text.ts'

/** A certificate that was bought here, wherever it is on its way. */
export type Order = Static<typeof Certificate>

export const isOrdered = ({ order_id }: Pick<Order, 'order_id'>): boolean => order_id !== null

/** Where something goes on by itself, or by what the user does elsewhere: it is looked at again and again. */
const moving: readonly string[] = [
  'CHECKING',
  'CHECKING_DOMAIN',
  'CHECKING_ORG',
  'ISSUING',
  'CANCELCHECKING',
  'REVOKING',
  'CANCLEREVOKING',
  'SUPPLEMENTCHECKING',
  'CANCELSUPPLEMENTING',
]

const lookAgainMs = 3_000

/** How soon an order is asked for again, for `useAsked`; undefined where nothing happens by itself. */
export const orderRefetchMs = (order: Order | undefined): number | undefined =>
  order && (moving.includes(order.status) || order.renewal_status !== null) ? lookAgainMs : undefined

export const isApplicable = ({ status }: Order): boolean => status === 'PAID' || status === 'UNPASSED'

/** Whose company is looked at. */
export const isOrganizationValidated = (type: string | null): boolean =>
  type !== null && !type.startsWith('DV_')

/** While a reviewer may still look at documents. */
export const takesDocuments = (order: Order): boolean =>
  isOrganizationValidated(order.type) &&
  ['PAID', 'UNPASSED', 'CHECKING', 'CHECKING_DOMAIN', 'CHECKING_ORG'].includes(order.status)

/** It is issued, its key was made here, what was bought goes on, and no other is on its way. */
export const isRenewable = (order: Order): boolean =>
  isIssued(order) &&
  order.renewal_status === null &&
  order.push_support === 'ON' &&
  (readScmTime(order.period_end_time) ?? 0) > Date.now()

/** A certificate is there, and good. */
export const isIssued = ({ status }: Order): boolean => status === 'ISSUED'
