import type { Authority } from './authority.ts'

/**
 * A CA that was ordered and waits for its type, name and key: all of them come when it is created under its id or
 * activated (client contract 1.2.1). Until then it has an empty common name and no key.
 */
export const orderedAuthority = (
  order: Pick<Authority, 'id' | 'createdAt' | 'enterpriseProjectId'> & { readonly orderId: string },
): Authority => ({
  ...order,
  type: 'SUBORDINATE',
  state: 'PENDING',
  revocation: null,
  generationMode: 'GENERATE',
  issuerId: null,
  issuerName: null,
  keyAlgorithm: '',
  signatureHash: null,
  subject: {
    country: null,
    state: null,
    locality: null,
    organization: null,
    organizationalUnit: null,
    commonName: '',
  },
  pathLength: 0,
  publicKeyDer: new Uint8Array(),
  certificate: null,
  revocationList: null,
  answersStatus: false,
  deleteAt: null,
})

/** Whether it is still to be named. */
export const isUnnamed = ({ publicKeyDer }: Pick<Authority, 'publicKeyDer'>): boolean =>
  publicKeyDer.length === 0
