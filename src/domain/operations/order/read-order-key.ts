import { decodePem } from '../../../x509/pem.ts'
import { alternativeNameOf, withoutDuplicates } from '../../model/alternative-name.ts'
import { DomainError } from '../../model/errors.ts'
import type { RequestKeyAlgorithm } from '../../model/key-algorithm.ts'
import { checkSameNames, type OrderedName } from '../../model/ordered-names.ts'
import { sealedRecords } from '../../model/sealed.ts'
import { requestedNames } from '../certificate/issue-by-request.ts'
import { readSoundRequest } from '../certificate/read-request.ts'
import type { Call } from '../world.ts'

/** Whose key the certificate will have. */
export interface OrderKey {
  /** Null where the request was brought. */
  readonly keyAlgorithm: RequestKeyAlgorithm | null
  readonly requestDer: Uint8Array | null
  readonly hasKey: boolean
  /** Of a request in the account's store, sealed for the certificate that is to come. */
  readonly sealedKey?: Uint8Array
}

/**
 * The key of an order: to be made here, or that of a request that was brought. One of the account's store brings its key with
 * it (api-answers A21). Throws `certificate-request-invalid`, `domain-name-invalid`.
 */
export async function readOrderKey(
  call: Call,
  names: readonly OrderedName[],
  {
    requestPem,
    keyAlgorithm,
  }: { readonly requestPem: string | null; readonly keyAlgorithm: RequestKeyAlgorithm },
  coming: string,
): Promise<OrderKey> {
  if (requestPem === null) return { keyAlgorithm, requestDer: null, hasKey: true }
  const request = await readSoundRequest(call, requestPem)
  const common = alternativeNameOf(request.commonName)
  if (!common)
    throw new DomainError('domain-name-invalid', {
      parameter: 'csr',
      reason: 'its common name is no host name',
    })
  checkSameNames(names, withoutDuplicates([common, ...requestedNames(request)]))
  const [block] = decodePem(requestPem)
  if (!block) throw new DomainError('certificate-request-invalid', { parameter: 'csr' })
  const sealedKey = await findStoredKey(call, request.publicKeyDer, coming)
  return {
    keyAlgorithm: null,
    requestDer: block.der,
    hasKey: sealedKey !== undefined,
    ...(sealedKey && { sealedKey }),
  }
}

async function findStoredKey(
  call: Call,
  publicKeyDer: Uint8Array,
  record: string,
): Promise<Uint8Array | undefined> {
  const hash = call.digest.hash('sha256', publicKeyDer).toHex()
  const found = await call.read(async ({ storedRequests, keys }) => {
    const id = await storedRequests.findKeyed(hash)
    return id === undefined ? undefined : { id, sealed: await keys.find(id) }
  })
  if (!found?.sealed) return undefined
  const { id, sealed } = found
  const secret = call.vault.unseal({ record: sealedRecords.requestKey(call.caller.account.id, id), sealed })
  try {
    return call.vault.seal(record, secret).sealed
  } finally {
    secret.fill(0)
  }
}
