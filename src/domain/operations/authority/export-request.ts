import { encodePem } from '../../../x509/pem.ts'
import { checkAuthorityAct } from '../../model/authority-rules.ts'
import { DomainError } from '../../model/errors.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { Call } from '../world.ts'
import { presentAuthority } from './find-authority.ts'

/** The PKCS#10 request of a PENDING CA, in PEM, for a CA elsewhere to sign (API reference 4.1.1.7). */
export async function exportAuthorityRequest(call: Call, { id }: { readonly id: string }): Promise<string> {
  const { authority, key } = await call.read(async (stores) => ({
    authority: await presentAuthority(stores, id),
    key: await stores.keys.find(id),
  }))
  checkAuthorityAct('export the CSR of', authority, call.clock.now())
  if (!key) throw new DomainError('key-processing-failed')
  const { subject, publicKeyDer, keyAlgorithm, signatureHash } = authority
  const requestDer = await call.issuer.makeRequest({
    subject,
    publicKeyDer,
    key: { record: sealedRecords.authorityKey(call.caller.account.id, id), sealed: key },
    keyAlgorithm,
    signatureHash: signatureHash ?? (keyAlgorithm === 'EC384' ? 'SHA384' : 'SHA256'),
  })
  return encodePem('CERTIFICATE REQUEST', requestDer)
}
