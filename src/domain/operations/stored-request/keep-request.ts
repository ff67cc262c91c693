import type { StoredRequest } from '../../model/stored-request.ts'
import { takeQuota } from '../quota/quota.ts'
import type { Call } from '../world.ts'

/** Request and key in one commit. Throws `quota-exceeded`. */
export const keepRequest = (call: Call, request: StoredRequest, sealedKey: Uint8Array | null) =>
  call.write(async (stores, tell) => {
    await takeQuota(call, stores, 'CERTIFICATE_REQUEST')
    await stores.storedRequests.add(request)
    if (sealedKey) await stores.keys.add(request.id, sealedKey)
    tell({ kind: 'certificate_request', id: request.id, after: request.requestPem })
  })
