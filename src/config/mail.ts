import { isLoopback } from './config.ts'
import { certificates } from './identity-readers.ts'
import type { SmtpTls } from './mail-readers.ts'
import { readSecretFile } from './secret-file.ts'
import type { SettingValues } from './settings.ts'

/** The administrator's mail server. */
export interface MailConfig {
  readonly host: string
  readonly port: number
  readonly tls: SmtpTls
  /** PEM; null for the public authorities. */
  readonly certificates: string | null
  readonly login: { readonly user: string; readonly password: string } | null
  readonly from: string
}

const ports = { implicit: 465, starttls: 587, none: 587 } as const

/** Null where no mail server is set. What is wrong is added to `faults`, without a word of the password. */
export function mailOf(values: SettingValues, faults: string[]): MailConfig | null {
  const { 'smtp-host': host, 'smtp-tls': tls = 'starttls', 'mail-from': from } = values
  const noting = <Value>(read: () => Value): Value | null => {
    try {
      return read()
    } catch (error) {
      faults.push((error as Error).message)
      return null
    }
  }
  const vouching = noting(() => readCertificates(values['smtp-ca-file']))
  const login = noting(() => readLogin(values['smtp-user'], values['smtp-password-file']))
  if (host === undefined || from === undefined) return null
  return { host, port: values['smtp-port'] ?? ports[tls], tls, from, certificates: vouching, login }
}

function readCertificates(file: string | undefined): string | null {
  if (file === undefined) return null
  try {
    return certificates(file)
  } catch (error) {
    throw new Error(`CHANCERY_SMTP_CA_FILE must be ${(error as Error).message}`)
  }
}

function readLogin(user: string | undefined, file: string | undefined): MailConfig['login'] {
  if (user === undefined || file === undefined) return null
  const password = readSecretFile('CHANCERY_SMTP_PASSWORD_FILE', file).replace(/\r?\n$/, '')
  if (!/^\P{C}{1,1024}$/u.test(password)) {
    throw new Error(`CHANCERY_SMTP_PASSWORD_FILE ${file} must hold one line`)
  }
  return { user, password }
}

/** What does not go together. */
export function mailContradictions(
  values: SettingValues,
): readonly (readonly [isBroken: boolean, fault: string])[] {
  const { 'smtp-host': host, 'smtp-user': user, 'smtp-tls': tls } = values
  const hasPassword = values['smtp-password-file'] !== undefined
  return [
    [
      (host === undefined) !== (values['mail-from'] === undefined),
      'CHANCERY_SMTP_HOST and CHANCERY_MAIL_FROM must be set together',
    ],
    [
      (user === undefined) === hasPassword,
      'CHANCERY_SMTP_USER and CHANCERY_SMTP_PASSWORD_FILE must be set together',
    ],
    [
      hasPassword && tls === 'none' && host !== undefined && !isLoopback(host),
      'CHANCERY_SMTP_TLS is none: the password of CHANCERY_SMTP_PASSWORD_FILE would be sent in the clear',
    ],
  ]
}
