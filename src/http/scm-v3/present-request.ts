import type { Static } from '../../contract/operation.ts'
import type * as contract from '../../contract/scm-v3/requests.ts'
import type { StoredRequest } from '../../domain/model/stored-request.ts'

export const presentDescribedRequest = (
  request: StoredRequest,
): Static<typeof contract.DescribedRequest> => ({
  id: request.id,
  name: request.name,
  domain_name: request.domainName,
  sans: request.otherNames,
  private_key_algo: wireAlgorithm(request.keyAlgorithm),
  usage: request.usage,
  company_country: request.company.country,
  company_province: request.company.state,
  company_city: request.company.locality,
  company_name: request.company.organization,
  create_time: request.createdAt,
  update_time: request.updatedAt,
})

export const presentRequest = (request: StoredRequest): Static<typeof contract.Request> => ({
  ...presentDescribedRequest(request),
  csr: request.requestPem,
})

/** `RSA3072` and `EC256` are `RSA_3072` and `EC_P256` on the wire. */
const wireAlgorithm = (algorithm: string): string =>
  algorithm.replace(/^(RSA|EC)/, (family) => (family === 'RSA' ? 'RSA_' : 'EC_P'))
