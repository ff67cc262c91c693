import type { Authority } from '../../model/authority.ts'
import { keyAlgorithmName } from '../../model/key-algorithm.ts'
import { authorityKeyUsages, keyUsageFault } from '../../model/key-usage.ts'
import { checkStart, type ValidityRequest } from '../../model/validity.ts'
import { invalid, readSoundRequest } from '../certificate/read-request.ts'
import { checkEnterpriseProject } from '../permission/check-enterprise-project.ts'
import type { Call } from '../world.ts'
import { certifySubordinate } from './certify-subordinate.ts'

export interface CertifyByRequestCommand {
  readonly issuerId: string
  readonly requestPem: string
  readonly validity: ValidityRequest
  readonly pathLength: number
  readonly enterpriseProjectId: string
}

/**
 * A subordinate CA whose key stays with the user (API reference 4.1.2.3, INTERMEDIATE_CA); returns its id. It is
 * neither listed nor counted, and issues nothing here: it may be shown, exported and revoked (api-answers A28). Its key
 * may be that of another CA, so that a PENDING one is certified by its own CSR, and CAs cross-certify (A14).
 */
export async function certifyAuthorityByRequest(
  call: Call,
  command: CertifyByRequestCommand,
): Promise<string> {
  checkStart(command.validity, call.clock.now())
  const request = await readSoundRequest(call, command.requestPem)
  const { algorithm } = request.publicKey
  const keyUsages = request.requested.keyUsages?.length ? request.requested.keyUsages : authorityKeyUsages
  const fault = keyUsageFault(keyUsages, 'authority', algorithm.family)
  if (fault) throw invalid(`key usages: ${fault}`)
  await checkEnterpriseProject(call, command.enterpriseProjectId)
  await checkKeyIsNotTheIssuers(call, command.issuerId, request.publicKeyDer)

  const subject = { ...request.subject, commonName: request.commonName }
  const { issuerId, validity, pathLength } = command
  const certified = await certifySubordinate(
    call,
    { issuerId, validity, pathLength, keyUsages, signatureHash: 'SHA384' },
    {
      subject,
      subjectDer: request.subjectNameDer,
      subjectKey: { publicKeyDer: request.publicKeyDer, algorithm },
    },
  )
  const id = call.random.uuid()
  const authority: Authority = {
    id,
    type: 'SUBORDINATE',
    revocation: null,
    generationMode: 'CSR',
    keyAlgorithm: keyAlgorithmName(algorithm),
    subject,
    createdAt: call.clock.now(),
    revocationList: null,
    answersStatus: false,
    deleteAt: null,
    orderId: null,
    enterpriseProjectId: command.enterpriseProjectId,
    ...certified.fields,
  }
  await call.write(async (stores, tell) => {
    await certified.record(stores)
    await stores.authorities.add(authority)
    tell({ kind: 'authority', id, after: authority })
  })
  return id
}

/** A CA that certifies its own key makes a circle. */
async function checkKeyIsNotTheIssuers(
  call: Call,
  issuerId: string,
  publicKeyDer: Uint8Array,
): Promise<void> {
  const issuer = await call.read(({ authorities }) => authorities.find(issuerId))
  if (issuer && Buffer.compare(issuer.publicKeyDer, publicKeyDer) === 0) {
    throw invalid("the key is the issuing CA's own")
  }
}
