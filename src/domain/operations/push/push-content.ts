import { encodePem } from '../../../x509/pem.ts'
import { type HostedCertificate, isDeployable } from '../../model/hosted-certificate.ts'
import type { PushContent } from '../../model/push-place.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { World } from '../world.ts'

type ContentWorld = Pick<World, 'database' | 'keyImporter' | 'digest' | 'clock'>

/** A certificate as it is pushed, with its key; undefined where there is none that may be used. */
export async function readPushContent(
  { database, keyImporter, digest, clock }: ContentWorld,
  accountId: string,
  certificateId: string,
): Promise<PushContent | undefined> {
  const found = await database.read(accountId, async ({ hostedCertificates, keys }) => ({
    certificate: await hostedCertificates.find(certificateId),
    content: await hostedCertificates.findContent(certificateId),
    sealed: await keys.find(certificateId),
  }))
  const { certificate, content, sealed } = found
  if (!certificate?.inHand || !content || !sealed || !isDeployable(certificate, clock.now())) return undefined
  const record = sealedRecords.hostedKey(accountId, certificateId)
  return {
    domains: domainsOf(certificate),
    certificatePem: encodePem('CERTIFICATE', content.certificateDer),
    chainPem: content.chainDers.map((der) => encodePem('CERTIFICATE', der)).join(''),
    privateKeyPem: await keyImporter.exportImportedPem({ record, sealed }),
    fingerprint: digest.hash('sha256', content.certificateDer).toHex(),
    notAfter: certificate.inHand.notAfter,
  }
}

const domainsOf = ({ domain, otherDomains }: HostedCertificate): string[] => [
  ...(domain === null ? [] : [domain]),
  ...otherDomains,
]
