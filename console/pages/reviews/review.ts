import type { Static } from '../../../src/contract/operation.ts'
import type { Review as ReviewShape } from '../../../src/contract/scm-v3/reviews.ts'

export type Review = Static<typeof ReviewShape>
export type ShownDocument = Review['documents'][number]

/** `OV`, `EV Pro` */
export const typeText = (type: string): string =>
  type.replace('_SSL_CERT', '').replace('_PRO', ' Pro').replace('_BASIC', ' Basic')

const endings = { 'image/png': 'png', 'image/jpeg': 'jpg', 'application/pdf': 'pdf' } as const

export const endingOf = ({ media_type }: ShownDocument): string => endings[media_type]

/** A browser shows pictures in the page; of a PDF it would make a frame, which the policy refuses. */
export const isPicture = ({ media_type }: ShownDocument): boolean => media_type !== 'application/pdf'

/** `12 KiB`, `1.4 MiB` */
export const sizeText = (octets: number): string =>
  octets < 1_048_576
    ? `${Math.max(1, Math.round(octets / 1024))} KiB`
    : `${(octets / 1_048_576).toFixed(1)} MiB`
