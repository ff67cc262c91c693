import type { JobQueue } from '../../ports/job-store.ts'

/** Takes the next step on a certificate's way. */
export const advanceIssuanceJob = 'advance-issuance'
/** Asks for the next certificate when the present one has had two thirds of its life. */
export const renewCertificateJob = 'renew-certificate'
/** Tells the authority that a certificate is revoked. */
export const revokeOrderedJob = 'revoke-ordered-certificate'

/** A job's subject names the certificate and whose it is. */
export const certificateSubject = (accountId: string, certificateId: string): string =>
  `${accountId}/${certificateId}`

export function parseCertificateSubject(subject: string): { accountId: string; certificateId: string } {
  const [accountId = '', certificateId = ''] = subject.split('/')
  return { accountId, certificateId }
}

/** Part of the transaction that leaves something to be done. */
export const askForAdvance = (
  jobs: JobQueue,
  accountId: string,
  certificateId: string,
  at: number,
): Promise<void> => jobs.enqueue(advanceIssuanceJob, certificateSubject(accountId, certificateId), at)
