/** What is shown of an applicant: a business licence (v2's `tl`), a bank account opening permit (`bl`), whatever else. */
export const documentKinds = [
  'business-licence',
  'bank-account-permit',
  'authorization-letter',
  'other',
] as const
export type DocumentKind = (typeof documentKinds)[number]

export const documentMediaTypes = ['image/png', 'image/jpeg', 'application/pdf'] as const
export type DocumentMediaType = (typeof documentMediaTypes)[number]

/** A document as lists show it; its content is sealed. */
export interface ApplicationDocument {
  /** 32 hexadecimal digits. */
  readonly id: string
  readonly certificateId: string
  readonly kind: DocumentKind
  readonly mediaType: DocumentMediaType
  readonly sizeOctets: number
  /** In ms since the epoch. */
  readonly addedAt: number
}

/** api-answers A41. */
export const mostDocumentOctets = 2 * 1024 * 1024
export const mostDocuments = 10

const beginnings: Readonly<Record<DocumentMediaType, readonly number[]>> = {
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
}

/** What the octets begin as, whatever they are said to be; undefined for none of those that are taken. */
export const mediaTypeOf = (content: Uint8Array): DocumentMediaType | undefined =>
  documentMediaTypes.find((type) => beginnings[type].every((octet, place) => content[place] === octet))
