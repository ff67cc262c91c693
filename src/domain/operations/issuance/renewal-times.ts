import type { OrderedCertificate } from '../../model/hosted-certificate.ts'
import type { Validity } from '../../model/validity.ts'
import type { JobQueue } from '../../ports/job-store.ts'
import { certificateSubject, renewCertificateJob } from './job-kinds.ts'

const dayMs = 86_400_000

/** A renewal that came to nothing is begun anew after a day. */
export const retryRenewalMs = dayMs

/** At two thirds of its life (api-answers A39). */
export const renewAt = ({ notBefore, notAfter }: Validity): number =>
  notBefore + Math.floor(((notAfter - notBefore) * 2) / 3)

/** Whether the period that was bought goes on after this certificate, and now: nothing shorter than a day is issued. */
export const hasPeriodLeft = (
  { periodEndsAt }: Pick<OrderedCertificate, 'periodEndsAt'>,
  { notAfter }: Validity,
  now: number,
): boolean => periodEndsAt !== null && periodEndsAt - Math.max(notAfter, now) >= dayMs

export const askForRenewal = (
  jobs: JobQueue,
  accountId: string,
  certificateId: string,
  at: number,
): Promise<void> => jobs.enqueue(renewCertificateJob, certificateSubject(accountId, certificateId), at)
