import * as contract from '../../contract/scm-v2/applications.ts'
import type { DocumentKind } from '../../domain/model/application-document.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { EnteredApplication } from '../../domain/operations/order/show-order.ts'
import { readApplication } from '../scm/application.ts'
import { presentCancelled } from '../scm/words.ts'
import { type Route, route } from '../wire/route.ts'
import { presentEntered } from './present.ts'
import { readRequestText } from './read-request-text.ts'

/** `BL` and `TL`. */
const documentKinds = {
  BL: 'bank-account-permit',
  TL: 'business-licence',
} as const satisfies Record<string, DocumentKind>

/** From entering who applies to erasing it. */
export const applicationRoutes = (operations: Operations): Route[] => [
  route(contract.completeApplication, operations.applyForCertificate, {
    command: ({ params, body }) => ({
      id: params.cert_id,
      ...readEntered(body),
      method: 'DNS' as const,
      placesRecords: body.auto_dns_auth ?? false,
      keyAlgorithm: 'RSA2048' as const,
    }),
    present: done,
  }),
  route(contract.saveApplication, operations.saveApplication, {
    command: ({ params, body }) => ({ id: params.cert_id, ...readEntered(body) }),
    present: done,
  }),
  route(contract.readApplication, operations.showApplication, {
    command: ({ params }) => ({ id: params.cert_id }),
    present: presentRead,
  }),
  route(contract.checkRequest, operations.findRequestedDomain, {
    command: ({ body }) => ({ requestPem: readRequestText(body.csr) }),
    present: (domain) => ({ domain, domain_name: domain }),
  }),
  route(contract.cancelApplication, operations.cancelApplication, {
    command: ({ params }) => ({ id: params.cert_id }),
    present: presentCancelled,
  }),
  route(contract.uploadAuthentication, operations.addDocument, {
    command: ({ params, body }) => ({
      id: params.cert_id,
      kind: documentKinds[params.type],
      content: body,
      replaces: true,
    }),
    present: done,
  }),
  route(contract.withdrawPrivacy, operations.withdrawPrivacy, {
    command: ({ params }) => ({ id: params.cert_id }),
    present: () => ({ message: 'success' as const }),
  }),
  route(contract.supplementDomains, operations.supplementNames, {
    command: ({ params, body }) => ({
      id: params.cert_id,
      presentNames: body.ori_sans,
      addedNames: body.add_sans ?? '',
      ...(body.email !== undefined && { contactEmail: body.email }),
    }),
    present: done,
  }),
]

const done = () => ({ request_info: 'success' as const })

type Entered = Parameters<typeof readApplication>[0]

const readEntered = (body: Entered) =>
  readApplication(body.csr === undefined ? body : { ...body, csr: readRequestText(body.csr) })

function presentRead({ application, documents }: EnteredApplication) {
  const { domain = null, otherDomains = null, requestPem = null } = application?.entered ?? {}
  const shown = (kind: DocumentKind) => (documents.some((one) => one.kind === kind) ? '1' : '0')
  return {
    domain_name: domain,
    sans: otherDomains,
    CSR: requestPem,
    ...presentEntered(application),
    bl: shown(documentKinds.BL),
    tl: shown(documentKinds.TL),
  } as const
}
