/** Goes on with a push that nobody holds. */
export const carryOutPushJob = 'carry-out-push'
/** Forgets pushes that ended long ago. */
export const removeOldPushesJob = 'remove-old-pushes'

/** A job's subject names the push and whose it is. */
export const pushSubject = (accountId: string, pushId: string): string => `${accountId}/${pushId}`

export function parsePushSubject(subject: string): { accountId: string; pushId: string } {
  const [accountId = '', pushId = ''] = subject.split('/')
  return { accountId, pushId }
}
