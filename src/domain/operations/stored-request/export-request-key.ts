import { DomainError } from '../../model/errors.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { Call } from '../world.ts'
import { presentRequest } from './read-requests.ts'

/**
 * The private key of a request, in PEM (PKCS #8). The export is recorded before it leaves. Throws
 * `certificate-request-not-found`, and `state-forbids` where the key never was here.
 */
export async function exportRequestKey(call: Call, { id }: { readonly id: string }): Promise<string> {
  const sealed = await call.read(async (stores) => {
    const { hasKey } = await presentRequest(stores, id)
    if (!hasKey) {
      throw new DomainError('state-forbids', {
        parameter: 'id',
        reason: 'names a CSR that was uploaded without its private key',
      })
    }
    return await stores.keys.find(id)
  })
  if (!sealed) throw new DomainError('key-processing-failed')
  const record = sealedRecords.requestKey(call.caller.account.id, id)
  const pem = await call.keyImporter.exportImportedPem({ record, sealed })
  await call.write(async (stores, tell) => {
    const { requestPem } = await presentRequest(stores, id)
    tell({ kind: 'certificate_request', id, after: requestPem })
  })
  return pem
}
