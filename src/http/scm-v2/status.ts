import type { statuses } from '../../contract/scm-v2/shapes.ts'
import { type HostedStatus, hostedStates } from '../../domain/model/hosted-certificate.ts'

type Status = (typeof statuses)[number]

/** v2 has fewer words (api-answers A15). */
const words: Readonly<Record<HostedStatus, Status>> = {
  PAID: 'PAID',
  CHECKING: 'CHECKING',
  CHECKING_DOMAIN: 'CHECKING',
  CHECKING_ORG: 'CHECKING',
  ISSUING: 'CHECKING',
  CANCELCHECKING: 'CANCELCHECKING',
  UNPASSED: 'UNPASSED',
  ISSUED: 'ISSUED',
  REVOKING: 'REVOKING',
  CANCLEREVOKING: 'REVOKING',
  REVOKED: 'REVOKED',
  UPLOAD: 'UPLOAD',
  SUPPLEMENTCHECKING: 'SUPPLEMENTCHECKING',
  CANCELSUPPLEMENTING: 'CANCELSUPPLEMENTING',
  EXPIRED: 'EXPIRED',
}

export const presentStatus = (status: HostedStatus): Status => words[status]

/** Every status that goes by this word. */
export const readStatus = (word: Status): readonly HostedStatus[] =>
  [...hostedStates, 'EXPIRED' as const].filter((status) => words[status] === word)
