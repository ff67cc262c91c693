import type { ApplicationDocument } from '../../model/application-document.ts'
import type { CertificateApplication } from '../../model/certificate-application.ts'
import type { HostedCertificate } from '../../model/hosted-certificate.ts'
import type { Issuance } from '../../model/issuance.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { presentHostedCertificate } from '../hosted-certificate/read-hosted-certificates.ts'
import type { Call } from '../world.ts'
import { presentOrdered } from './ordered-certificate.ts'

/** A certificate with who applied, and how the one on its way stands. */
export interface CertificateDetails {
  readonly certificate: HostedCertificate
  readonly application: CertificateApplication | undefined
  readonly issuance: Issuance | undefined
  /** At so many places it is in use. */
  readonly deployedCount: number
}

/** Throws `certificate-not-found`. */
export const showCertificateDetails = (
  call: Call,
  { id }: { readonly id: string },
): Promise<CertificateDetails> => call.read((stores) => detailsOf(stores, id))

export const detailsOf = async (stores: TenantReaders, id: string): Promise<CertificateDetails> => ({
  certificate: await presentHostedCertificate(stores, id),
  application: await stores.applications.find(id),
  issuance: await stores.issuances.find(id),
  deployedCount: await stores.pushes.countDeployments(id),
})

/** What was entered for an order, and shown with it. */
export interface EnteredApplication {
  /** Absent: nothing was entered yet, or it was erased. */
  readonly application: CertificateApplication | undefined
  readonly documents: readonly ApplicationDocument[]
}

/** Throws `certificate-not-found`, and `state-forbids` for one that was imported. */
export const showApplication = (call: Call, { id }: { readonly id: string }): Promise<EnteredApplication> =>
  call.read(async (stores) => {
    await presentOrdered(stores, id)
    return {
      application: await stores.applications.find(id),
      documents: await stores.applications.listDocuments(id),
    }
  })

/** What was shown of those who applied. Throws `certificate-not-found`. */
export const listDocuments = (call: Call, { id }: { readonly id: string }): Promise<ApplicationDocument[]> =>
  call.read(async (stores) => {
    await presentHostedCertificate(stores, id)
    return await stores.applications.listDocuments(id)
  })
