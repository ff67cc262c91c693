import type { Validity } from '../authorities/authority-form.ts'

/** A certificate in the words of the form. */
export interface CertificateForm {
  readonly issuer_id: string
  readonly distinguished_name: Readonly<Record<string, string | undefined>>
  /** As they are written, a name in each. */
  readonly names?: readonly string[]
  readonly purposes?: readonly Purpose[]
  readonly key_usages?: readonly KeyUsage[]
  readonly key_algorithm: 'EC256' | 'EC384' | 'RSA2048' | 'RSA4096'
  readonly signature_algorithm: 'SHA256' | 'SHA384' | 'SHA512'
  readonly validity: Validity
}

export const purposes = [
  'server_auth',
  'client_auth',
  'email_protection',
  'code_signing',
  'time_stamping',
  'smart_card_logon',
] as const
export type Purpose = (typeof purposes)[number]

export const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
] as const
type KeyUsage = (typeof keyUsages)[number]

/** What kind of name a text is: an address, a mail address, a URI, else a host name. */
export function alternativeNameOf(text: string): { type: 'DNS' | 'IP' | 'EMAIL' | 'URI'; value: string } {
  const value = text.trim()
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(value) || /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(value))
    return { type: 'IP', value }
  if (/^[a-z][a-z0-9+.-]*:/i.test(value)) return { type: 'URI', value }
  return { type: value.includes('@') ? 'EMAIL' : 'DNS', value }
}

/** What the API is asked for; what was left empty is left out. */
export function requestOf(form: CertificateForm) {
  const { names = [], purposes: chosen = [], key_usages = [], distinguished_name, ...rest } = form
  const given = Object.entries(distinguished_name).filter(([, value]) => value)
  return {
    ...rest,
    distinguished_name: { common_name: '', ...Object.fromEntries(given) },
    ...(names.length > 0 && { subject_alternative_names: names.map(alternativeNameOf) }),
    ...(chosen.length > 0 && {
      extended_key_usage: Object.fromEntries(chosen.map((purpose) => [purpose, true])),
    }),
    ...(key_usages.length > 0 && { key_usages: [...key_usages] }),
  }
}
