/** Looks for certificates that somebody is to be told of; one for the installation. */
export const findExpiringJob = 'find-expiring-certificates'

/** Delivers one notice to one recipient. */
export const sendNoticeJob = 'send-notice'

/** A job's subject names the delivery and whose it is. */
export const sendingSubject = (accountId: string, deliveryId: string): string => `${accountId}/${deliveryId}`

export function parseSendingSubject(subject: string): { accountId: string; deliveryId: string } {
  const [accountId = '', deliveryId = ''] = subject.split('/')
  return { accountId, deliveryId }
}
