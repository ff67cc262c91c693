import type { StoredRequest } from '../../model/stored-request.ts'
import type { Call } from '../world.ts'
import { presentRequest } from './read-requests.ts'

/** Nothing but the name can change: the rest is what was signed. */
export const renameRequest = (
  call: Call,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<StoredRequest> =>
  call.write(async (stores, tell) => {
    const before = await presentRequest(stores, id)
    const after = { ...before, name, updatedAt: call.clock.now() }
    await stores.storedRequests.rename(id, name, after.updatedAt)
    tell({ kind: 'certificate_request', id, before, after })
    return after
  })

/** With its key, which is destroyed. */
export async function deleteRequest(call: Call, { id }: { readonly id: string }): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = await presentRequest(stores, id)
    await stores.keys.remove(id)
    await stores.storedRequests.remove(id)
    await stores.quotas.giveBack('CERTIFICATE_REQUEST')
    tell({ kind: 'certificate_request', id, before })
  })
}
