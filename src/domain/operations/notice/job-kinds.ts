/** Looks for certificates that somebody is to be told of; one for the installation. */
export const findExpiringJob = 'find-expiring-certificates'

/** Brings one notice to one mailbox. */
export const mailNoticeJob = 'mail-notice'

/** Brings an account's notices to its webhook, one after the other; its subject is the account. */
export const postNoticesJob = 'post-notices'

/** A mail's subject names the delivery and whose it is. */
export const mailSubject = (accountId: string, deliveryId: string): string => `${accountId}/${deliveryId}`

export function parseMailSubject(subject: string): { accountId: string; deliveryId: string } {
  const [accountId = '', deliveryId = ''] = subject.split('/')
  return { accountId, deliveryId }
}
