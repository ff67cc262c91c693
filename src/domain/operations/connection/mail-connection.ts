import { StepFault } from '../../model/step-fault.ts'
import type { Mailer } from '../../ports/notice-sender.ts'
import type { Call } from '../world.ts'
import { type Connection, connectionTo } from './connection.ts'

/** None where the settings name no mail server. */
export function mailConnection(call: Call): Connection[] {
  const { mailer } = call
  if (!mailer) return []
  const connection = connectionTo(mailer, { id: 'mail', kind: 'mail', name: 'mail' })
  return [
    {
      ...connection,
      async tryWith(trial, recipient) {
        await mailer.try(trial)
        await trial.step({
          name: 'message',
          advice: 'check CHANCERY_MAIL_FROM and the recipient, and what the server lets us send',
          work: () => sendTestMail(call, mailer, recipient),
        })
      },
    },
  ]
}

async function sendTestMail({ random, clock, settings }: Call, mailer: Mailer, to: string): Promise<string> {
  const outcome = await mailer.send({
    id: random.identifier(),
    to,
    subject: 'A try of Chancery',
    text: `An administrator of Chancery at ${settings.apiUrl} had this mail sent, to see whether mail arrives.\n`,
    writtenAt: clock.now(),
  })
  if (!outcome.isTaken) throw new StepFault(outcome.reason)
  return `the server took a mail to ${to}; whether it arrives its mailbox tells`
}
