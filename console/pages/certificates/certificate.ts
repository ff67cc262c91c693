import type { Static } from '../../../src/contract/operation.ts'
import type { PrivateCertificate } from '../../../src/contract/pca-v1/shapes.ts'

export type Certificate = Static<typeof PrivateCertificate>

export const certificateStates = ['ISSUED', 'REVOKED', 'EXPIRED'] as const

const sortKeys = ['create_time', 'common_name', 'issuer_name', 'not_after'] as const

/** What the address says of the order, where the API has such an order. */
export const sortKeyOf = (text: string): (typeof sortKeys)[number] =>
  sortKeys.find((key) => key === text) ?? 'create_time'

export const nameOf = ({ distinguished_name }: Pick<Certificate, 'distinguished_name'>): string =>
  distinguished_name.common_name || '—'

/** Of what was issued by CSR the key is elsewhere. */
export const hasKey = ({ gen_mode }: Certificate): boolean => gen_mode !== 'CSR'
