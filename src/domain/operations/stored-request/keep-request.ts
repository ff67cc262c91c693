import { DomainError } from '../../model/errors.ts'
import type { StoredRequest } from '../../model/stored-request.ts'
import type { Call } from '../world.ts'

/** Beside the certificates' quotas: each may hold a key, and nobody needs more at a time. */
export const mostRequests = 1000
const kind = 'CERTIFICATE_REQUEST'

/** Refuses early, before keys are made for nothing; the commit decides. Throws `quota-exceeded`. */
export async function checkRoom(call: Call): Promise<void> {
  const used = await call.read(({ quotas }) => quotas.used(kind))
  if (used >= mostRequests) throw exceeded()
}

/** Request and key in one commit. Throws `quota-exceeded`. */
export const keepRequest = (call: Call, request: StoredRequest, sealedKey: Uint8Array | null) =>
  call.write(async (stores, tell) => {
    if (!(await stores.quotas.take(kind, mostRequests))) throw exceeded()
    await stores.storedRequests.add(request)
    if (sealedKey) await stores.keys.add(request.id, sealedKey)
    tell({ kind: 'certificate_request', id: request.id, after: request.requestPem })
  })

const exceeded = () => new DomainError('quota-exceeded', { reason: `${kind}: ${mostRequests} CSRs` })
