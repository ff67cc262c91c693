import { DomainError } from '../../model/errors.ts'
import { type ExpiryWatch, type NoticeType, noticeTypes } from '../../model/expiry-notice.ts'
import type { HostedCertificate } from '../../model/hosted-certificate.ts'
import { resourceObject } from '../../model/permission/policy-object.ts'
import { judge } from '../../model/permission/reach.ts'
import type { TenantStores } from '../../ports/doors.ts'
import { hostedNoun, presentHostedCertificate } from '../hosted-certificate/read-hosted-certificates.ts'
import type { Call } from '../world.ts'
import { findExpiringJob } from './job-kinds.ts'

export interface NoticeWish {
  readonly certificateId: string
  readonly types: readonly NoticeType[]
}

export interface SwitchNoticesCommand {
  readonly wishes: readonly NoticeWish[]
}

/** From now on these are told; what the certificate is at already is told soon, unless it was before. */
export const enableNotices = (call: Call, { wishes }: SwitchNoticesCommand): Promise<void> =>
  change(call, wishes, (watch, types) => ({
    ...watch,
    types: noticeTypes.filter((type) => watch.types.includes(type) || types.includes(type)),
    lookAt: call.clock.now(),
  }))

/** From now on these are not told, nor what was not delivered yet. */
export const disableNotices = (call: Call, { wishes }: SwitchNoticesCommand): Promise<void> =>
  change(call, wishes, (watch, types) => ({
    ...watch,
    types: watch.types.filter((type) => !types.includes(type)),
  }))

/**
 * All or none. Throws `certificate-not-found`, and `action-denied` where the caller's grants do not reach one of the
 * certificates.
 */
async function change(
  call: Call,
  wishes: readonly NoticeWish[],
  changed: (watch: ExpiryWatch, types: readonly NoticeType[]) => ExpiryWatch,
): Promise<void> {
  if (wishes.length === 0) return
  await call.write(async (stores, tell) => {
    for (const { certificateId, types } of wishes) {
      checkReach(call, await presentHostedCertificate(stores, certificateId))
      const before = await presentWatch(stores, certificateId)
      const after = changed(before, types)
      await stores.notices.setWatch(after)
      tell({ kind: 'hosted_certificate', id: certificateId, before: before.types, after: after.types })
    }
    await stores.jobs.enqueue(findExpiringJob, '', call.clock.now())
  })
}

const presentWatch = async ({ notices }: TenantStores, certificateId: string): Promise<ExpiryWatch> =>
  (await notices.findWatch(certificateId)) ?? {
    certificateId,
    types: [],
    plannedFor: null,
    toldStep: null,
    lookAt: null,
  }

/** The wire asks about one resource of the path; here they stand in the body. */
function checkReach({ caller }: Call, { id, enterpriseProjectId }: HostedCertificate): void {
  const { service, kind } = hostedNoun
  const object = resourceObject(service, caller.account.id, { kind, id, enterpriseProjectId })
  if (!judge(caller.reach, object).isAllowed) {
    throw new DomainError('action-denied', { reason: `for ${id}` })
  }
}
