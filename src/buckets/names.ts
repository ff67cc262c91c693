/** Names that may become paths and URLs: nothing that starts with a dot, and no way up or aside. */

const account = /^[a-z0-9][a-z0-9-]{0,58}$/
const bucket = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const objectKey = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/

export const isAccountId = (text: string): boolean => account.test(text)

/** What S3 allows: 3 to 63 characters. */
export const isBucketName = (text: string): boolean => bucket.test(text) && !text.includes('..')

export const isKey = (text: string): boolean => objectKey.test(text)

/** Unique over accounts, because the names of buckets are. */
export const firstBucketOf = (accountId: string): string => `crl-${accountId}`
