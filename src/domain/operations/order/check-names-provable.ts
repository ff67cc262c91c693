import type { ProofMethod } from '../../model/domain-proof.ts'
import { DomainError } from '../../model/errors.ts'
import type { OrderedCertificate } from '../../model/hosted-certificate.ts'
import { isWildcardName, type OrderedName, provenName } from '../../model/ordered-names.ts'
import type { Call } from '../world.ts'

/** X.520's bound on a common name, which holds the domain. */
const longestCommonName = 64

/** Throws where the names can not be proven so, or not by who issues them (api-answers A38). */
export function checkNamesProvable(
  call: Call,
  { brand }: Pick<OrderedCertificate, 'brand'>,
  names: readonly OrderedName[],
  { method, placesRecords }: { readonly method: ProofMethod; readonly placesRecords: boolean },
): void {
  checkDomains(call, names)
  const isOurs = call.certificateIssuers.ofBrand(brand).kind === 'built-in'
  const fault = methodFault(call, names, method, isOurs)
  if (fault !== undefined) throw invalid('domain_method', fault)
  if (!placesRecords) return
  if (method !== 'DNS') throw invalid('auto_dns_auth', 'needs the domain_method DNS')
  const uncovered = names.find(({ value }) => call.dnsConnectors.find(provenName(value)) === undefined)
  if (uncovered) throw invalid('auto_dns_auth', `has no zone in the settings for ${uncovered.value}`)
}

function checkDomains({ publicSuffixes }: Call, names: readonly OrderedName[]): void {
  for (const [place, { type, value }] of names.entries()) {
    const parameter = place === 0 ? 'domain' : 'sans'
    if (place === 0 && value.length > longestCommonName) {
      throw new DomainError('domain-name-invalid', {
        parameter,
        reason: `must have at most ${longestCommonName} characters`,
      })
    }
    if (type === 'DNS' && publicSuffixes.isListed(provenName(value))) {
      throw new DomainError('domain-name-invalid', {
        parameter,
        reason: `${value} is nobody's: names are registered under it`,
      })
    }
  }
}

function methodFault(
  { mailer }: Call,
  names: readonly OrderedName[],
  method: ProofMethod,
  isOurs: boolean,
): string | undefined {
  const hasAddress = names.some(({ type }) => type === 'IP')
  if (method === 'DNS') return hasAddress ? 'must be FILE for an address' : undefined
  if (method === 'FILE') return names.some(isWildcardName) ? 'must not be FILE for a wildcard' : undefined
  if (hasAddress) return 'must be FILE for an address'
  if (!isOurs) return 'can not be EMAIL for this brand: its authority does not prove names by mail'
  return mailer === null ? 'can not be EMAIL: there is no mail server in the settings' : undefined
}

const invalid = (parameter: string, reason: string) =>
  new DomainError('parameter-invalid', { parameter, reason })
