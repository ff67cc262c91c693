import { familyOf } from '../domain/model/key-algorithm.ts'
import type { KeyedRequest } from '../domain/ports/request-maker.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { encodeToBeSignedRequest } from '../x509/certificate-request.ts'
import { encodeName } from '../x509/name.ts'
import { assembleSigned } from '../x509/signed.ts'
import type { EngineTask } from './engine-task.ts'
import { openPrivateKey, signWith } from './signing-keys.ts'
import { keyPairFor } from './subject-key.ts'

/** Takes or makes the key, signs the request with it, seals it and wipes what was in the clear. */
export function makeKeyedRequest(
  vault: Vault,
  { order, subjectKey }: Extract<EngineTask, { kind: 'make-keyed-request' }>,
): KeyedRequest {
  const { publicKeyDer, privateKeyInfoDer } = keyPairFor(subjectKey)
  try {
    const algorithm = { family: familyOf(order.keyAlgorithm), hash: order.signatureHash }
    const toBeSigned = encodeToBeSignedRequest({
      subjectNameDer: encodeName(order.subject),
      publicKeyDer,
      alternativeNames: order.alternativeNames,
    })
    const signature = signWith(openPrivateKey(privateKeyInfoDer), algorithm.hash, toBeSigned)
    return {
      requestDer: assembleSigned(toBeSigned, algorithm, signature),
      publicKeyDer,
      sealedKey: vault.seal(order.record, privateKeyInfoDer),
    }
  } finally {
    privateKeyInfoDer.fill(0)
  }
}
