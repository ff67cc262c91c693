import 'reflect-metadata'
import { KeyObject } from 'node:crypto'
import { SubjectAlternativeNameExtension, X509Certificate } from '@peculiar/x509'
import type { PushContent, PushPlace } from '../../src/domain/model/push-place.ts'
import { outsideBelow, outsideRoot } from '../api/pca-v1/outside.ts'

export const names = ['www.example.test', '*.shop.example.test']

/** A certificate that servers load, below a root of its own. */
export async function newContent(domains: readonly string[] = names): Promise<PushContent> {
  const root = await outsideRoot()
  const { pem, keys, certificate } = await outsideBelow(root, {
    subject: `CN=${domains[0]}`,
    isAuthority: false,
    usages: null,
    extensions: [
      new SubjectAlternativeNameExtension(domains.map((value) => ({ type: 'dns' as const, value }))),
    ],
  })
  return {
    domains,
    certificatePem: pem,
    chainPem: root.pem,
    privateKeyPem: String(KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' })),
    fingerprint: await sha256Of(certificate),
    notAfter: certificate.notAfter.getTime(),
  }
}

const sha256Of = async (certificate: X509Certificate) =>
  Buffer.from(await certificate.getThumbprint('SHA-256')).toString('hex')

/** SHA-256 of the first certificate of a text. */
export const fingerprintOf = (pem: string): Promise<string> =>
  sha256Of(new X509Certificate(pem.slice(0, pem.indexOf('-----END') + 25)))

export const certificateId = 'scs1763640000000'

export const placeOf = (place: Partial<PushPlace> = {}): PushPlace => ({
  accountId: 'a'.repeat(32),
  certificateId,
  certificateName: 'shop',
  service: 'ELB',
  project: 'cn-north-4',
  resource: null,
  resourceId: null,
  ...place,
})

export const resourceOf = (resource: Partial<PushPlace['resource']>) => ({
  id: null,
  hostType: null,
  domainName: null,
  enterpriseProjectId: null,
  ...resource,
})
