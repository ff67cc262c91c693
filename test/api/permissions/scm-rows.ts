import { make } from '../scm-v3/certificates.ts'
import { importBody } from '../scm-v3/support.ts'
import type { Row, Rows } from './request-rows.ts'

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
  ScmShowCertificate: (scene) => certificate(scene.hosted()),
  ScmExportCertificate: (scene) => certificate(scene.hosted()),
  ScmDeleteCertificate: (scene) => certificate(scene.hosted()),
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
