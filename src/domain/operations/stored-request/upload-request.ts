import { ipAddressText } from '../../../x509/ip-address-text.ts'
import { decodePem, encodePem } from '../../../x509/pem.ts'
import { keyAlgorithmName } from '../../model/key-algorithm.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { StoredRequest } from '../../model/stored-request.ts'
import { readSoundRequest, type SoundRequest } from '../certificate/read-request.ts'
import { checkQuota } from '../quota/quota.ts'
import type { Call } from '../world.ts'
import { adoptRequestKey } from './adopt-request-key.ts'
import { keepRequest } from './keep-request.ts'

export interface UploadRequestCommand {
  readonly name: string
  readonly requestPem: string
  /** PKCS #1, SEC 1 or PKCS #8, not encrypted; the key stays with the user without it. */
  readonly privateKeyPem?: string
}

/**
 * Keeps a request that was made elsewhere. Throws `certificate-request-invalid` for one whose form, key or own
 * signature is wrong, `private-key-invalid`, and `public-key-mismatch` for the key of another.
 */
export async function uploadRequest(call: Call, command: UploadRequestCommand): Promise<StoredRequest> {
  const sound = await readSoundRequest(call, command.requestPem)
  await checkQuota(call, 'CERTIFICATE_REQUEST')
  const id = call.random.identifier()
  const { privateKeyPem } = command
  const sealedKey =
    privateKeyPem === undefined
      ? null
      : await adoptRequestKey(call, privateKeyPem, {
          owner: { publicKeyDer: sound.publicKeyDer },
          record: sealedRecords.requestKey(call.caller.account.id, id),
        })
  const now = call.clock.now()
  const request: StoredRequest = {
    id,
    name: command.name,
    requestPem: normalized(command.requestPem),
    ...describe(call, sound),
    hasKey: sealedKey !== null,
    createdAt: now,
    updatedAt: now,
  }
  await keepRequest(call, request, sealedKey)
  return request
}

/** The block that was read already, under the label of RFC 7468 §7. */
const normalized = (pem: string): string =>
  decodePem(pem)
    .map(({ der }) => encodePem('CERTIFICATE REQUEST', der))
    .join('')

/** In the words that a request made here has. An organization tells that a company applies. */
function describe(call: Call, { commonName, subject, requested, publicKey, publicKeyDer }: SoundRequest) {
  const { country, state, locality, organization } = subject
  const names = requested.alternativeNames.map((name) =>
    name.type === 'IP' ? ipAddressText(name.octets) : name.value,
  )
  return {
    domainName: commonName,
    otherNames: names.filter((name) => name !== commonName).join(';'),
    keyAlgorithm: keyAlgorithmName(publicKey.algorithm),
    publicKeyHash: call.digest.hash('sha256', publicKeyDer).toHex(),
    usage: organization === null ? ('PERSONAL' as const) : ('ENTERPRISE' as const),
    company: { country, state, locality, organization },
  }
}
