/** Guided creation in the words of the form, and what of it the API is asked for. */
export interface AuthorityForm {
  readonly issuer_id?: string
  readonly distinguished_name: Readonly<Record<string, string>>
  readonly key_algorithm: string
  readonly signature_algorithm: string
  readonly validity?: Validity
  readonly path_length?: number | null
  readonly crl?: RevocationListForm
}

export interface Validity {
  readonly type: 'YEAR' | 'MONTH' | 'DAY' | 'HOUR'
  readonly value: number
}

export interface RevocationListForm {
  readonly enabled: boolean
  readonly obs_bucket_name?: string
  readonly crl_name?: string
  readonly valid_days?: number
}

export const kinds = ['root', 'subordinate', 'pending'] as const
export type AuthorityKind = (typeof kinds)[number]

/** A pending CA has neither issuer nor validity: they come with its certificate. */
export function requestOf(kind: AuthorityKind, form: AuthorityForm) {
  const { distinguished_name, key_algorithm, signature_algorithm, validity, issuer_id, path_length, crl } =
    form
  return {
    type: kind === 'root' ? 'ROOT' : 'SUBORDINATE',
    distinguished_name,
    key_algorithm,
    signature_algorithm,
    ...(kind !== 'pending' && { validity }),
    ...(kind === 'subordinate' && { issuer_id, path_length: path_length ?? 0 }),
    ...(kind !== 'pending' && crl?.enabled && { crl_configuration: revocationListOf(crl) }),
  }
}

export const revocationListOf = ({ obs_bucket_name = '', crl_name, valid_days = 7 }: RevocationListForm) => ({
  enabled: true,
  obs_bucket_name,
  valid_days,
  ...(crl_name && { crl_name }),
})
