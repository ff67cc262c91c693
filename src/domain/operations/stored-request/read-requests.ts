import { DomainError } from '../../model/errors.ts'
import type { Listing, Page } from '../../model/page.ts'
import type { StoredRequest } from '../../model/stored-request.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import type { StoredRequestFilter } from '../../ports/stored-request-store.ts'
import type { Call } from '../world.ts'

export interface ListRequestsCommand {
  readonly filter: StoredRequestFilter
  readonly page: Page<'created'>
}

export const listRequests = (
  call: Call,
  { filter, page }: ListRequestsCommand,
): Promise<Listing<StoredRequest>> => call.search(({ storedRequests }) => storedRequests.list(filter, page))

export const showRequest = (call: Call, { id }: { readonly id: string }): Promise<StoredRequest> =>
  call.read((stores) => presentRequest(stores, id))

/** Throws `certificate-request-not-found`: unknown, gone, or another account's, without a difference. */
export async function presentRequest({ storedRequests }: TenantReaders, id: string): Promise<StoredRequest> {
  const request = await storedRequests.find(id)
  if (!request) throw new DomainError('certificate-request-not-found')
  return request
}
