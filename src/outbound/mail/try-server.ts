import { StepFault } from '../../domain/model/step-fault.ts'
import type { ConnectionFact, StepToTake, Trial } from '../../domain/ports/connection.ts'
import type { MailServer } from './mailer.ts'
import { reasonOf, type SmtpError } from './smtp-error.ts'

export const factsOf = ({ host, port, tls, login, from }: MailServer): readonly ConnectionFact[] => [
  { name: 'host', value: `${host}:${port}` },
  { name: 'encryption', value: tls },
  ...(login ? [{ name: 'user', value: login.user }] : []),
  { name: 'sender', value: from },
]

type Stage = 'connection' | 'encryption' | 'sign-in'

/** One conversation without a message, told in the order of its stages. */
export async function tryServer(
  trial: Trial,
  server: MailServer,
  signIn: () => Promise<void>,
): Promise<void> {
  const conversation = signIn().then(
    () => null,
    (error: SmtpError) => error,
  )
  for (const stage of stagesOf(server)) {
    await trial.step({
      ...stage,
      work: async () => {
        const error = await conversation
        if (error && stageOf(error) === stage.name) throw new StepFault(reasonOf(error))
        return stage.finding
      },
    })
  }
}

type ToldStage = Omit<StepToTake, 'work'> & { readonly name: Stage; readonly finding: string }

const stagesOf = ({ tls, login }: MailServer): readonly ToldStage[] => [
  {
    name: 'connection',
    finding: 'the server answers',
    advice: 'check CHANCERY_SMTP_HOST and CHANCERY_SMTP_PORT, and whether a firewall lets this machine out',
  },
  {
    name: 'encryption',
    finding: tls === 'none' ? 'none, as CHANCERY_SMTP_TLS says' : 'the channel is encrypted',
    advice:
      'check CHANCERY_SMTP_TLS, and CHANCERY_SMTP_CA_FILE where an own CA signed the server’s certificate',
  },
  {
    name: 'sign-in',
    finding: login ? 'the server takes user and password' : 'none, as no CHANCERY_SMTP_USER is set',
    advice: 'check CHANCERY_SMTP_USER and the password in CHANCERY_SMTP_PASSWORD_FILE',
  },
]

/** Certificates are judged by Node, whose codes are many. */
function stageOf({ code = '', originalCode = '', command = '' }: SmtpError): Stage {
  if (code === 'EAUTH' || command.startsWith('AUTH')) return 'sign-in'
  if (code === 'ETLS' || command === 'STARTTLS') return 'encryption'
  return /CERT|SELF_SIGNED|TLS|SSL/.test(originalCode) ? 'encryption' : 'connection'
}
