import type { RequestUsage, StoredRequest } from '../domain/model/stored-request.ts'
import { type Flag, flag } from './flag.ts'
import { fold } from './fold.ts'

export interface StoredRequestRow {
  id: string
  account_id: string
  name: string
  name_folded: string
  request_pem: string
  domain_name: string
  other_names: string
  key_algorithm: string
  public_key_hash: string
  has_key: Flag
  usage: RequestUsage
  country: string | null
  state: string | null
  locality: string | null
  organization: string | null
  created_at: number
  updated_at: number
}

export const storedRequestRow = (request: StoredRequest, accountId: string): StoredRequestRow => ({
  id: request.id,
  account_id: accountId,
  name: request.name,
  name_folded: fold(request.name),
  request_pem: request.requestPem,
  domain_name: request.domainName,
  other_names: request.otherNames,
  key_algorithm: request.keyAlgorithm,
  public_key_hash: request.publicKeyHash,
  has_key: flag(request.hasKey),
  usage: request.usage,
  ...request.company,
  created_at: request.createdAt,
  updated_at: request.updatedAt,
})

export const storedRequestOf = (row: StoredRequestRow): StoredRequest => ({
  id: row.id,
  name: row.name,
  requestPem: row.request_pem,
  domainName: row.domain_name,
  otherNames: row.other_names,
  keyAlgorithm: row.key_algorithm,
  publicKeyHash: row.public_key_hash,
  hasKey: row.has_key === 1,
  usage: row.usage,
  company: {
    country: row.country,
    state: row.state,
    locality: row.locality,
    organization: row.organization,
  },
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
