/**
 * A secret under the vault's key. `record` is the identity that it was sealed for and is authenticated with it. It is
 * never stored beside the secret but made anew by who asks for it, so that a sealed secret moved to another record,
 * or another tenant's, does not open.
 */
export interface SealedSecret {
  readonly record: string
  readonly sealed: Uint8Array
}

/** The identities that secrets are sealed for. */
export const sealedRecords = {
  authorityKey: (accountId: string, authorityId: string) => `account/${accountId}/authority/${authorityId}`,
  certificateKey: (accountId: string, certificateId: string) =>
    `account/${accountId}/certificate/${certificateId}`,
  hostedKey: (accountId: string, certificateId: string) =>
    `account/${accountId}/hosted-certificate/${certificateId}`,
  comingKey: (accountId: string, certificateId: string, issuanceId: string) =>
    `account/${accountId}/hosted-certificate/${certificateId}/coming/${issuanceId}`,
  deployedContent: (accountId: string, certificateId: string, place: string) =>
    `account/${accountId}/hosted-certificate/${certificateId}/deployed/${place}`,
  pushSnapshot: (accountId: string, pushId: string) => `account/${accountId}/push/${pushId}`,
  applicationDocument: (accountId: string, certificateId: string, id: string) =>
    `account/${accountId}/hosted-certificate/${certificateId}/document/${id}`,
  acmeAccount: (issuer: string) => `acme-account/${issuer}`,
  hostedEncryptionKey: (accountId: string, certificateId: string) =>
    `account/${accountId}/hosted-certificate/${certificateId}/encryption`,
  responderKey: (accountId: string, authorityId: string) => `account/${accountId}/responder/${authorityId}`,
  journalSegment: (accountId: string, authorityId: string, number: number) =>
    `account/${accountId}/authority/${authorityId}/journal/${number}`,
  requestKey: (accountId: string, requestId: string) => `account/${accountId}/request/${requestId}`,
  noticeSecret: (accountId: string) => `account/${accountId}/notice-webhook`,
  trailKey: (keyId: string) => `audit/key/${keyId}`,
  accessKey: (userId: string, accessKeyId: string) => `user/${userId}/access-key/${accessKeyId}`,
  signIn: (providerId: string) => `sign-in/${providerId}`,
} as const
