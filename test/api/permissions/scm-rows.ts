import { ourJks } from '../../operations/key-store-files.ts'
import { make } from '../scm-v3/certificates.ts'
import { application, purchase } from '../scm-v3/orders.ts'
import { importBody } from '../scm-v3/support.ts'
import type { Row, Rows } from './request-rows.ts'
import type { Scene } from './scene.ts'

const certificate = async (id: Promise<string>, body?: unknown): Promise<Row> => ({
  params: { certificate_id: await id },
  ...(body !== undefined && { body }),
})

const tagged = async (id: Promise<string>, body?: unknown): Promise<Row> => ({
  params: { resource_id: await id },
  ...(body !== undefined && { body }),
})

const tag = { key: 'k', value: 'v' }
const csr = async (id: Promise<string>, body?: unknown): Promise<Row> => ({
  params: { id: await id },
  ...(body !== undefined && { body }),
})

const notices = async (id: Promise<string>): Promise<Row> => ({
  body: [{ resource_id: await id, notice_type: ['CERT_EXPIRING'] }],
  stranger: 404,
})

const pushBody = ({ projectName }: Scene, service = 'ELB') => ({
  target_service: service,
  target_project: projectName,
})

/** What the service calls a certificate that was pushed to it. */
async function pushed(scene: Scene, service: string): Promise<Row> {
  const id = await scene.hosted()
  await scene.api('POST', `/v3/scm/certificates/${id}/push`, pushBody(scene, service))
  const { body } = await scene.api('GET', `/v3/scm/certificates/${id}/pushes`)
  return { params: { project_id: scene.projectId, certificate_id: body.pushes[0].resource_id } }
}

const keyStore = () => ({
  content: Buffer.from(ourJks(make(), [], 'secret')).toString('base64'),
  password: 'secret',
})

export const csrBody = {
  name: 'csr',
  domain_name: 'www.example.test',
  private_key_algo: 'EC_P256',
  usage: 'PERSONAL',
}

/** The operations of SCM v3. */
export const scmRows: Rows = {
  ListCertificates: () => ({}),
  ImportCertificate: () => ({ body: importBody(make()) }),
  ReadKeyStore: () => ({ body: keyStore() }),
  ImportKeyStore: () => ({ body: { name: 'site', ...keyStore() } }),
  ScmShowCertificate: (scene) => certificate(scene.hosted()),
  ScmExportCertificate: (scene) => certificate(scene.hosted()),
  ScmDeleteCertificate: (scene) => certificate(scene.hosted()),
  SubscribeCertificate: () => ({ body: purchase() }),
  ApplyCertificate: (scene) => certificate(scene.bought('PAID'), application()),
  CancelCertificateRequest: (scene) => certificate(scene.bought('CHECKING_DOMAIN')),
  UnsubscribeCertificate: async (scene) => ({ params: { cert_id: await scene.bought('PAID') } }),
  ScmRevokeCertificate: (scene) => certificate(scene.bought('ISSUED'), {}),
  RenewCertificate: (scene) => certificate(scene.bought('ISSUED')),
  UpdateAutoRenewal: (scene) => certificate(scene.bought('ISSUED'), { enabled: false }),
  RehearseRenewal: (scene) => certificate(scene.bought('ISSUED')),
  AddApplicationDocument: (scene) =>
    certificate(scene.bought('PAID'), { kind: 'other', content: Buffer.from('%PDF-').toString('base64') }),
  ListApplicationDocuments: (scene) => certificate(scene.bought('PAID')),
  ListReviews: () => ({ stranger: 401 }),
  ShowReview: async (scene) => ({ ...(await certificate(scene.bought('CHECKING_ORG'))), stranger: 401 }),
  ShowReviewDocument: async (scene) => {
    const id = await scene.bought('CHECKING_ORG')
    const document = { kind: 'other', content: Buffer.from('%PDF-').toString('base64') }
    const { body } = await scene.api('POST', `/v3/scm/certificates/${id}/documents`, document)
    return { params: { certificate_id: id, document_id: body.id }, stranger: 401 }
  },
  ApproveReview: async (scene) => ({ ...(await certificate(scene.bought('CHECKING_ORG'))), stranger: 401 }),
  RejectReview: async (scene) => ({
    ...(await certificate(scene.bought('CHECKING_ORG'), { reason: 'no' })),
    stranger: 401,
  }),
  PushCertificate: (scene) => certificate(scene.hosted(), pushBody(scene)),
  BatchPushCertificate: (scene) =>
    certificate(scene.hosted(), { target_service: 'ELB', target_projects: [scene.projectName] }),
  DeployCertificate: (scene) =>
    certificate(scene.hosted(), {
      service_name: 'ELB',
      project_name: scene.projectName,
      resources: [{ id: 'f'.repeat(32) }],
    }),
  ListAllPushes: () => ({}),
  ListPushes: (scene) => certificate(scene.hosted()),
  ListDeployedResources: async (scene) => ({
    body: { certificate_ids: [await scene.hosted()], service_names: ['ALL'] },
    stranger: 404,
  }),
  ShowPushedElbCertificate: (scene) => pushed(scene, 'ELB'),
  DeletePushedElbCertificate: (scene) => pushed(scene, 'ELB'),
  ShowPushedWafCertificate: (scene) => pushed(scene, 'WAF'),
  DeletePushedWafCertificate: (scene) => pushed(scene, 'WAF'),
  CreateCertificateTag: (scene) => tagged(scene.hosted(), { tag }),
  ListTagsByCertificate: (scene) => tagged(scene.hosted()),
  BatchCreateOrDeleteTags: (scene) => tagged(scene.hosted(), { action: 'create', tags: [tag] }),
  ListAllTags: () => ({}),
  ListCertificatesByTag: () => ({ body: {} }),
  CreateCsr: () => ({ body: csrBody }),
  ListCsr: () => ({}),
  UploadCsr: (scene) => ({ body: { name: 'csr', csr: scene.csr } }),
  ShowCsr: (scene) => csr(scene.storedRequest()),
  UpdateCsr: (scene) => csr(scene.storedRequest(), { name: 'renamed' }),
  DeleteCsr: (scene) => csr(scene.storedRequest()),
  ShowCsrPrivateKey: (scene) => csr(scene.storedRequest()),
  EnableNotification: (scene) => notices(scene.hosted()),
  DisableNotification: (scene) => notices(scene.hosted()),
  ShowNotificationWebhook: () => ({}),
  UpdateNotificationWebhook: () => ({ body: { url: 'https://hooks.example.test/' } }),
  DeleteNotificationWebhook: () => ({}),
}
