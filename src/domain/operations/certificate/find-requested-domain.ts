import { alternativeNameOf } from '../../model/alternative-name.ts'
import { DomainError } from '../../model/errors.ts'
import type { Call } from '../world.ts'
import { requestedNames } from './issue-by-request.ts'
import { readSoundRequest } from './read-request.ts'

/**
 * The host name or address that a sound request is first of all for (API reference 6.8): its common name, else the first
 * of its alternative names. Throws `certificate-request-invalid`, `domain-name-invalid` where there is none.
 */
export async function findRequestedDomain(
  call: Call,
  { requestPem }: { readonly requestPem: string },
): Promise<string> {
  const request = await readSoundRequest(call, requestPem)
  const names = requestedNames(request).filter(({ type }) => type === 'DNS' || type === 'IP')
  const [domain] = [alternativeNameOf(request.commonName), ...names].filter((name) => name !== undefined)
  if (domain) return domain.value
  throw new DomainError('domain-name-invalid', {
    parameter: 'csr',
    reason: 'names neither a host nor an address',
  })
}
