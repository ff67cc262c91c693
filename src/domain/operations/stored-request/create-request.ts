import { encodePem } from '../../../x509/pem.ts'
import type { RequestKeyAlgorithm } from '../../model/key-algorithm.ts'
import { sealedRecords } from '../../model/sealed.ts'
import { type RequestWishes, requestContent, type StoredRequest } from '../../model/stored-request.ts'
import { checkQuota } from '../quota/quota.ts'
import type { Call } from '../world.ts'
import { keepRequest } from './keep-request.ts'

export interface CreateRequestCommand extends RequestWishes {
  readonly name: string
  readonly keyAlgorithm: RequestKeyAlgorithm
}

/** Makes a key and a request signed with it; the key stays here. */
export async function createRequest(call: Call, command: CreateRequestCommand): Promise<StoredRequest> {
  const content = requestContent(command)
  await checkQuota(call, 'CERTIFICATE_REQUEST')
  const id = call.random.identifier()
  const { name, keyAlgorithm, domainName, otherNames, usage, company } = command
  const { requestDer, publicKeyDer, sealedKey } = await call.requestMaker.makeKeyedRequest({
    ...content,
    keyAlgorithm,
    signatureHash: keyAlgorithm === 'EC384' ? 'SHA384' : 'SHA256',
    record: sealedRecords.requestKey(call.caller.account.id, id),
  })
  const now = call.clock.now()
  const request: StoredRequest = {
    id,
    name,
    requestPem: encodePem('CERTIFICATE REQUEST', requestDer),
    domainName,
    otherNames,
    keyAlgorithm,
    publicKeyHash: call.digest.hash('sha256', publicKeyDer).toHex(),
    hasKey: true,
    usage,
    company,
    createdAt: now,
    updatedAt: now,
  }
  await keepRequest(call, request, sealedKey.sealed)
  return request
}
