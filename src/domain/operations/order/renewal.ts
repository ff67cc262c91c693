import { DomainError } from '../../model/errors.ts'
import { addRenewal, isRenewable } from '../issuance/renew-certificate.ts'
import { askForRenewal } from '../issuance/renewal-times.ts'
import type { Call } from '../world.ts'
import { type Ordered, presentOrdered } from './ordered-certificate.ts'

/** Begins the next certificate now, whatever the present one's age. Throws `certificate-not-found`, `state-forbids`. */
export async function renewNow(call: Call, { id }: { readonly id: string }): Promise<void> {
  await call.write(async (stores, tell) => {
    const certificate = await presentOrdered(stores, id)
    checkRenewable(certificate, call.clock.now())
    if (await stores.issuances.find(id)) {
      throw new DomainError('state-forbids', { reason: 'a certificate is on its way already' })
    }
    const renewal = await addRenewal(call, stores, call.caller.account.id, certificate)
    tell({ kind: 'hosted_certificate', id, before: certificate, after: renewal.id })
  })
}

/** Throws `state-forbids` where nothing could follow the certificate. */
export function checkRenewable(certificate: Ordered, now: number): void {
  if (isRenewable(certificate, now)) return
  throw new DomainError('state-forbids', {
    reason: 'only an issued certificate with a key made here is renewed, while what was bought goes on',
  })
}

export interface SwitchRenewalCommand {
  readonly id: string
  readonly isOn: boolean
}

/** Whether it is renewed without anybody's asking (api-answers A39). Throws `certificate-not-found`, `state-forbids`. */
export async function switchRenewal(call: Call, { id, isOn }: SwitchRenewalCommand): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = await presentOrdered(stores, id)
    if (isOn) checkRenewable(before, call.clock.now())
    const after = { ...before, ordered: { ...before.ordered, renewsItself: isOn } }
    await stores.hostedCertificates.replace(after)
    if (isOn) await askForRenewal(stores.jobs, call.caller.account.id, id, call.clock.now())
    tell({ kind: 'hosted_certificate', id, before, after })
  })
}
