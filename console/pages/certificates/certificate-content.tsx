import { pca } from 'virtual:contract'
import { ask } from '../../api/ask.ts'
import { ExportedCertificate } from '../../pki/exported-certificate.tsx'
import { type Certificate, hasKey } from './certificate.ts'

/** The certificate itself, decoded. */
export const CertificateContent = ({ certificate }: { certificate: Certificate }) => (
  <ExportedCertificate
    comesWithKey={hasKey(certificate)}
    fetchPem={() => certificateOnly(certificate.certificate_id)}
  />
)

async function certificateOnly(id: string): Promise<string> {
  const { certificate } = await ask(pca.certificates.exportCertificate, {
    params: { certificate_id: id },
    body: { type: 'OTHER', is_compressed: false },
  })
  return certificate
}
