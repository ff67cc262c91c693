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
}
