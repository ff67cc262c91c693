import type { JobQueue } from '../../ports/job-store.ts'
import { certificateSubject, renewCertificateJob } from './job-kinds.ts'

/** A renewal that came to nothing is begun anew after a day. */
export const retryRenewalMs = 86_400_000

export const askForRenewal = (
  jobs: JobQueue,
  accountId: string,
  certificateId: string,
  at: number,
): Promise<void> => jobs.enqueue(renewCertificateJob, certificateSubject(accountId, certificateId), at)
