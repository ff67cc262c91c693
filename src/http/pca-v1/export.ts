import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/pca-v1/certificates.ts'
import type { ServerKind } from '../../domain/model/bundle.ts'
import type { ExportedCertificate } from '../../domain/operations/certificate/export-certificate.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { archiveAnswer } from '../wire/archive.ts'
import type { InputOf, Route } from '../wire/route.ts'
import { pemText } from './pem-text.ts'

/** One call of the API for two of ours: JSON, or a zip archive as a file (API reference 4.1.2.8). */
export const exportRoute = ({ exportCertificate, exportBundle }: Operations): Route => ({
  operation: contract.exportCertificate,
  async answer(input, { caller }) {
    const { params, body } = input as InputOf<typeof contract.exportCertificate>
    const server = body.type.toUpperCase() as ServerKind
    const { password } = body
    const command = { id: params.certificate_id, server, ...(password !== undefined && { password }) }
    if (String(body.is_compressed) === 'true') {
      return archiveAnswer(await exportBundle(caller, command))
    }
    return { body: asJson(await exportCertificate(caller, command)) }
  },
})

function asJson({
  certificatePem,
  chainPem,
  privateKeyPem,
}: ExportedCertificate): Static<typeof contract.exportCertificate.success.body> {
  return {
    certificate: pemText(certificatePem),
    certificate_chain: chainPem && pemText(chainPem),
    ...(privateKeyPem !== null && { private_key: pemText(privateKeyPem) }),
  }
}
