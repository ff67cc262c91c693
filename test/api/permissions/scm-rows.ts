import type { Row, Rows } from './request-rows.ts'

const certificate = async (id: Promise<string>, body?: unknown): Promise<Row> => ({
  params: { certificate_id: await id },
  ...(body !== undefined && { body }),
})

/** The operations of SCM v3. */
export const scmRows: Rows = {
  ListCertificates: () => ({}),
  ScmShowCertificate: (scene) => certificate(scene.hosted()),
}
