import { request } from '../pca-v1/requests.ts'
import { applicant, picture, purchase, uploadBody } from '../scm-v2/bodies.ts'
import { make } from '../scm-v3/certificates.ts'
import { company } from '../scm-v3/orders.ts'
import type { Row, Rows } from './request-rows.ts'
import type { Scene } from './scene.ts'

/** Every path names a project of the first account, which nobody else enters. */
const row =
  (make: (scene: Scene) => Row | Promise<Row> = () => ({})) =>
  async (scene: Scene): Promise<Row> => {
    const { params, ...rest } = await make(scene)
    return { ...rest, params: { project_id: scene.projectId, ...params }, stranger: 403 }
  }

const of = async (id: Promise<string>, body?: unknown): Promise<Row> => ({
  params: { cert_id: await id },
  ...(body !== undefined && { body }),
})

const several = { domainType: 'MULTI_DOMAIN', nameCount: 5 } as const

/** The operations of SCM v2. */
export const scmV2Rows: Rows = {
  ScmV2PurchaseCertificate: row(() => ({ body: purchase() })),
  ScmV2ListCertificates: row(),
  ScmV2ShowCertificate: row((scene) => of(scene.hosted())),
  ScmV2UpdateCertificate: row((scene) =>
    of(scene.hosted(), { modify_key: 'CERT_NAME', modify_value: 'renamed' }),
  ),
  ScmV2ListProducts: row(),
  ScmV2ShowProduct: row(() => ({ params: { product_id: '00301-106005-0--0' } })),
  ScmV2CompleteCertificate: row((scene) => of(scene.bought('PAID'), { ...applicant(), ...company })),
  ScmV2CheckCsr: row(() => ({ body: { csr: request() } })),
  ScmV2SaveCertificate: row((scene) => of(scene.bought('PAID'), applicant())),
  ScmV2ReadCertificate: row((scene) => of(scene.bought('PAID'))),
  ScmV2CancelCertificate: row((scene) => of(scene.bought('CHECKING_DOMAIN'))),
  ScmV2DeleteCertificate: row((scene) => of(scene.hosted())),
  ScmV2UploadAuthentication: row(async (scene) => ({
    params: { cert_id: await scene.bought('PAID'), type: 'BL' },
    body: picture,
    headers: { 'content-type': 'image/png' },
  })),
  ScmV2DownloadCertificate: row((scene) => of(scene.hosted())),
  ScmV2UploadCertificate: row(() => ({ body: uploadBody(make()) })),
  ScmV2RevokeCertificate: row((scene) => of(scene.bought('ISSUED'), { reason: 'lost' })),
  ScmV2PushCertificate: row(async (scene) =>
    of(scene.hosted(), { service_type: 'WAF', remote_project: scene.projectId }),
  ),
  ScmV2ListPushHistory: row((scene) => of(scene.hosted())),
  ScmV2DeletePrivacyProtection: row((scene) => of(scene.bought('PAID'))),
  ScmV2SupplementCertificate: row((scene) =>
    of(scene.bought('ISSUED', several), { ori_sans: '', add_sans: 'new.example.test' }),
  ),
}
