import { certify, outsideRoot } from '../pca-v1/outside.ts'
import { exportBody } from '../pca-v1/support.ts'
import { activateBody, authorities, certificates, issueBody, orderBody, rootBody } from '../samples.ts'
import type { Row, Rows } from './request-rows.ts'
import type { Scene } from './scene.ts'

const tag = { key: 'k', value: 'v' }
const ca = async (id: Promise<string>, body?: unknown): Promise<Row> => ({
  params: { ca_id: await id },
  ...(body !== undefined && { body }),
})
const certificate = async (id: Promise<string>, body?: unknown): Promise<Row> => ({
  params: { certificate_id: await id },
  ...(body !== undefined && { body }),
})
const nothing = (): Row => ({})
const validity = { type: 'DAY', value: 1 }

async function after(scene: Scene, id: Promise<string>, path: string, body: object = {}): Promise<string> {
  const method = path.startsWith('?') ? 'DELETE' : 'POST'
  const made = await id
  const root = path.startsWith('/cert') ? certificates : authorities
  const answer = await scene.api(method, `${root}/${made}${path.replace('/cert', '')}`, body)
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.message}`)
  return made
}

/** The operations of PCA v1. */
export const pcaRows: Rows = {
  CreateCertificateAuthority: () => ({ body: rootBody('Matrix Root') }),
  CreateCertificateAuthorityOrder: () => ({ body: orderBody(1) }),
  ListCertificateAuthority: nothing,
  ShowCertificateAuthorityQuota: nothing,
  ShowCertificateAuthority: (scene) => ca(Promise.resolve(scene.root)),
  IssueCertificateAuthorityCertificate: (scene) => ca(scene.pending(), activateBody(scene.root)),
  ExportCertificateAuthorityCsr: (scene) => ca(scene.pending()),
  async ImportCertificateAuthorityCertificate(scene) {
    const id = await scene.pending()
    const { body } = await scene.api('GET', `${authorities}/${id}/csr`)
    return { params: { ca_id: id }, body: { certificate: await certify(await outsideRoot(), body.csr) } }
  },
  DisableCertificateAuthority: (scene) => ca(scene.authority()),
  EnableCertificateAuthority: (scene) => ca(after(scene, scene.authority(), '/disable')),
  DeleteCertificateAuthority: async (scene) => ({
    ...(await ca(after(scene, scene.authority(), '/disable'))),
    query: 'pending_days=7',
  }),
  async RestoreCertificateAuthority(scene) {
    const id = await after(scene, scene.authority(), '/disable')
    return ca(after(scene, Promise.resolve(id), '?pending_days=7'))
  },
  RevokeCertificateAuthority: (scene) => ca(scene.subordinate(), {}),
  ReleaseCertificateAuthority: (scene) =>
    ca(after(scene, scene.subordinate(), '/revoke', { reason: 'CERTIFICATE_HOLD' })),
  ExportCertificateAuthorityCertificate: (scene) => ca(scene.authority()),
  CreateCertificate: (scene) => ({ body: issueBody(scene.root), stranger: 404 }),
  ListCertificate: nothing,
  CreateCertificateByCsr: (scene) => ({
    body: { issuer_id: scene.root, csr: scene.csr, validity },
    stranger: 404,
  }),
  ParseCertificateSigningRequest: (scene) => ({ body: { csr: scene.csr } }),
  ShowCertificateQuota: nothing,
  ShowCertificate: (scene) => certificate(scene.certificate()),
  ExportCertificate: (scene) => certificate(scene.certificate(), exportBody),
  RevokeCertificate: (scene) => certificate(scene.certificate(), {}),
  ReleaseCertificate: (scene) =>
    certificate(after(scene, scene.certificate(), '/cert/revoke', { reason: 'CERTIFICATE_HOLD' })),
  DeleteCertificate: (scene) => certificate(scene.certificate()),
  CreateCaTag: (scene) => ca(scene.authority(), { tag }),
  BatchCreateCaTags: (scene) => ca(scene.authority(), { tags: [tag] }),
  BatchDeleteCaTags: (scene) => ca(scene.authority(), { tags: [tag] }),
  ListCaTags: (scene) => ca(scene.authority()),
  ListDomainCaTags: nothing,
  ListCaResourceInstances: () => ({ body: {} }),
  CountCaResourceInstances: () => ({ body: {} }),
  CreateCertTag: (scene) => certificate(scene.certificate(), { tag }),
  BatchCreateCertTags: (scene) => certificate(scene.certificate(), { tags: [tag] }),
  BatchDeleteCertTags: (scene) => certificate(scene.certificate(), { tags: [tag] }),
  ListCertTags: (scene) => certificate(scene.certificate()),
  ListDomainCertTags: nothing,
  ListCertResourceInstances: () => ({ body: {} }),
  CountCertResourceInstances: () => ({ body: {} }),
  EnableCertificateAuthorityCrl: async (scene) =>
    ca(scene.authority(), { obs_bucket_name: await scene.bucket(), valid_days: 7 }),
  DisableCertificateAuthorityCrl: (scene) => ca(scene.authority()),
  UpdateOcspSwitch: (scene) => ca(scene.authority(), { ocsp_switch: true }),
  CreateCertificateAuthorityObsAgency: nothing,
  CreateAgency: nothing,
  ShowCertificateAuthorityObsAgency: nothing,
  ShowAgency: nothing,
  // it has made no agency
  ListCertificateAuthorityObsBucket: () => ({ stranger: 403 }),
  ShowConsoleConfig: nothing,
}
