import type { DeliveryOutcome, Mailer, MailMessage } from '../../domain/ports/notice-sender.ts'
import { reasonOf, type SmtpError } from './smtp-error.ts'
import { factsOf, tryServer } from './try-server.ts'

/** The administrator's mail server, so it may be anywhere. */
export interface MailServer {
  readonly host: string
  readonly port: number
  /** `starttls`: nothing is said before the channel is encrypted, and nothing where the server can't. */
  readonly tls: 'implicit' | 'starttls' | 'none'
  /** PEM; null for the public authorities. */
  readonly certificates: string | null
  readonly login: { readonly user: string; readonly password: string } | null
  /** `Name <address>` or an address. */
  readonly from: string
}

const patienceMs = 15_000

/** Speaks SMTP through nodemailer, which is loaded when the first message is sent. One connection for each message. */
export const createMailer = (server: MailServer): Mailer => ({
  type: 'smtp',
  facts: factsOf(server),
  try: (trial) => tryServer(trial, server, () => signIn(server)),

  async send(message) {
    const { createTransport } = await import('nodemailer')
    const transport = createTransport(transportOptions(server))
    try {
      await transport.sendMail(mailOf(message, server))
      return { isTaken: true }
    } catch (error) {
      return outcomeOf(error)
    } finally {
      transport.close()
    }
  },
})

async function signIn(server: MailServer): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(transportOptions(server))
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

const transportOptions = ({ host, port, tls, certificates, login }: MailServer) => ({
  host,
  port,
  secure: tls === 'implicit',
  requireTLS: tls === 'starttls',
  ignoreTLS: tls === 'none',
  ...(certificates !== null && { tls: { ca: certificates } }),
  ...(login && { auth: { user: login.user, pass: login.password } }),
  connectionTimeout: patienceMs,
  greetingTimeout: patienceMs,
  socketTimeout: patienceMs,
  disableFileAccess: true,
  disableUrlAccess: true,
})

const mailOf = ({ id, to, subject, text, writtenAt }: MailMessage, { from }: MailServer) => ({
  from,
  to: { name: '', address: to },
  subject,
  text,
  date: new Date(writtenAt),
  messageId: `<${id}@${domainOf(from)}>`,
  // no answers by machines (RFC 3834 §5)
  headers: { 'Auto-Submitted': 'auto-generated' },
})

const domainOf = (from: string) => from.slice(from.lastIndexOf('@') + 1).replace(/>.*$/, '')

/** 5yz of recipient or content stays so (RFC 5321 §4.2.1); of the greeting or the login an administrator may mend it. */
function outcomeOf(error: unknown): DeliveryOutcome {
  const { responseCode = 0, command = '' } = error as SmtpError
  const isFinal = responseCode >= 500 && /^(RCPT TO|DATA)$/.test(command)
  return { isTaken: false, isFinal, reason: reasonOf(error) }
}
