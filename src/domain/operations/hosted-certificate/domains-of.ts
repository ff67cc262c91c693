import type { OutsideCertificate } from '../../../x509/outside-certificate.ts'
import {
  type AlternativeName,
  alternativeNameOf,
  parseAlternativeName,
  withoutDuplicates,
} from '../../model/alternative-name.ts'
import { DomainError } from '../../model/errors.ts'

/**
 * Every host name and address that a certificate is good for: the common name first, if it is one, then the DNS names,
 * then the addresses (api-answers A36). Throws `certificate-domain-missing`, and `certificate-domain-invalid` for a DNS
 * name that is no host name.
 */
export function domainsOf({ subject, alternativeNames }: OutsideCertificate): [string, ...string[]] {
  const common = subject.commonName === null ? undefined : alternativeNameOf(subject.commonName)
  const names = withoutDuplicates([
    ...(common ? [common] : []),
    ...alternativeNames.filter(({ type }) => type === 'DNS').map(checked),
    ...alternativeNames.filter(({ type }) => type === 'IP'),
  ])
  const [domain, ...others] = names.map(({ value }) => value)
  if (domain === undefined) {
    throw new DomainError('certificate-domain-missing', {
      parameter: 'certificate',
      reason: 'names neither a host nor an address',
    })
  }
  return [domain, ...others]
}

function checked({ type, value }: AlternativeName): AlternativeName {
  try {
    return parseAlternativeName(type, value, 'certificate')
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    throw new DomainError('certificate-domain-invalid', {
      parameter: 'certificate',
      reason: `names ${JSON.stringify(value.slice(0, 255))}, which is no host name`,
    })
  }
}
