import type { NoticeChannel } from '../../model/expiry-notice.ts'
import type { HostedCertificate } from '../../model/hosted-certificate.ts'
import type { Account, UserProfile } from '../../model/identity.ts'
import { permissionsOf, reachOf } from '../../model/permission/permissions.ts'
import { resourceObject } from '../../model/permission/policy-object.ts'
import { judge } from '../../model/permission/reach.ts'
import type { InstallationReaders } from '../../ports/doors.ts'
import { hostedNoun } from '../hosted-certificate/read-hosted-certificates.ts'
import { circumstancesOf } from '../permission/circumstances.ts'
import type { World } from '../world.ts'

export interface Recipient {
  readonly channel: NoticeChannel
  readonly recipient: string
}

/** What whoever is told must be allowed: a notice tells no more. */
const neededAction = 'scm:cert:get'

/** The account's users who have an e-mail address and may see the certificate, each address once; and its webhook. */
export async function findRecipients(
  { mailer, clock }: World,
  stores: InstallationReaders,
  account: Account,
  certificate: HostedCertificate,
): Promise<Recipient[]> {
  const webhook = await stores.notices.findWebhook()
  const users = mailer ? await stores.users.list({ isEnabled: true }) : []
  const addresses = new Set<string>()
  for (const user of users) {
    if (user.email !== null && (await maySee(stores, account, user, certificate, clock.now()))) {
      addresses.add(user.email)
    }
  }
  return [
    ...[...addresses].map((recipient) => ({ channel: 'mail' as const, recipient })),
    ...(webhook ? [{ channel: 'webhook' as const, recipient: new URL(webhook.url).host }] : []),
  ]
}

async function maySee(
  { grants }: InstallationReaders,
  account: Account,
  user: UserProfile,
  { id, enterpriseProjectId }: HostedCertificate,
  now: number,
): Promise<boolean> {
  const held = user.isAdministrator ? [] : await grants.heldBy(user.id)
  const circumstances = circumstancesOf({ user, account, project: null, sourceAddress: '' }, now)
  const reach = reachOf(permissionsOf(user.isAdministrator, held), neededAction, circumstances)
  const { service, kind } = hostedNoun
  return judge(reach, resourceObject(service, account.id, { kind, id, enterpriseProjectId })).isAllowed
}
