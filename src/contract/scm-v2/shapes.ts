import { Type } from 'typebox'
import { CertificateId } from '../scm-v3/shapes.ts'

/** Wire names and bounds of the historical API: chapter 6 of the reference. */

export const root = '/v2/{project_id}/scm'
export const one = `${root}/cert/{cert_id}`

/** Judged by who may enter it. */
const ProjectId = Type.String({ description: 'the project of the token' })

export const ProjectPath = Type.Object({ project_id: ProjectId })
export const CertificatePath = Type.Object({ project_id: ProjectId, cert_id: CertificateId })

/** What every operation is in, and what those of one certificate are about. */
export const inProject = { inProject: 'project_id', params: ProjectPath } as const
export const single = {
  inProject: 'project_id',
  params: CertificatePath,
  about: { kind: 'cert', parameter: 'cert_id' },
} as const

export const RequestInfo = Type.Object({ request_info: Type.Literal('success') })
export const Message = Type.Object({ message: Type.Literal('success') })

/** The words that v2 has for a certificate's status (api-answers A15). */
export const statuses = [
  'PAID',
  'ISSUED',
  'CHECKING',
  'CANCELCHECKING',
  'UNPASSED',
  'EXPIRED',
  'REVOKING',
  'REVOKED',
  'UPLOAD',
  'SUPPLEMENTCHECKING',
  'CANCELSUPPLEMENTING',
] as const

/** One of these words; the reference's own example has a space behind one. */
export const spacedWord = <Word extends string>(words: readonly Word[]) =>
  Type.String({ pattern: `^ *(?:${words.join('|')}) *$`, expectation: `must be one of ${words.join(', ')}` })
