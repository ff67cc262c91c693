import type { DomainProof } from '../../model/domain-proof.ts'
import { DomainError } from '../../model/errors.ts'
import type { MailMessage } from '../../ports/notice-sender.ts'
import type { World } from '../world.ts'
import { type Carried, recordStep } from './carried.ts'

/** Where the link in the mail leads; who follows it confirms by POST, for mail scanners follow links, too. */
export const confirmationPath = (accountId: string, certificateId: string, token: string): string =>
  `/confirm/${accountId}/${certificateId}/${token}`

/** Asks once who reads the mail of a name; each of the addresses, for which of them is read nobody knows. */
export async function mailConfirmations(carried: Carried): Promise<void> {
  const { world, held, issuance } = carried
  for (const [place, proof] of issuance.proofs.entries()) {
    if (proof.method !== 'EMAIL' || proof.lookedAt !== null) continue
    await held.confirm()
    const outcomes = await Promise.all(messages(carried, proof).map((message) => send(world, message)))
    const refusals = outcomes.filter((refusal) => refusal !== null)
    if (refusals.length === outcomes.length) throw unsent(refusals[0] ?? 'no address')
    const finding = refusals.length === 0 ? 'not confirmed yet' : `not confirmed yet; ${refusals.join('; ')}`
    await recordStep(carried, (present) => ({
      issuance: {
        ...present.issuance,
        proofs: present.issuance.proofs.map((one, index) =>
          index === place && one.seenAt === null ? { ...one, lookedAt: world.clock.now(), finding } : one,
        ),
      },
    }))
  }
}

function messages({ world, accountId, certificate, issuance }: Carried, proof: DomainProof): MailMessage[] {
  const link = world.settings.apiUrl + confirmationPath(accountId, certificate.id, proof.recordValue)
  const subject = `Confirm a certificate for ${proof.domain}`
  const text = [
    `Somebody has applied for a certificate for ${proof.domain}.`,
    '',
    'If you control this name and want the certificate to be issued, confirm it here:',
    '',
    link,
    '',
    'If you do not, do nothing: no certificate is issued then.',
    '',
  ].join('\n')
  return proof.recordName.split(';').map((to) => ({
    id: world.digest.of([issuance.id, proof.domain, to]).slice(0, 32),
    to,
    subject,
    text,
    writtenAt: issuance.startedAt,
  }))
}

/** Why it was not taken; null where it was. */
async function send({ mailer }: World, message: MailMessage): Promise<string | null> {
  if (!mailer) return 'there is no mail server in the settings'
  const outcome = await mailer.send(message)
  return outcome.isTaken ? null : `${message.to}: ${outcome.reason}`
}

const unsent = (reason: string) => new DomainError('issuer-unreachable', { reason: `mail: ${reason}` })
