import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/scm-v3/requests.ts'
import type { StoredRequest } from '../../domain/model/stored-request.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { CreateRequestCommand } from '../../domain/operations/stored-request/create-request.ts'
import { readPemText } from '../scm/read-pem-text.ts'
import { readPage } from '../wire/page.ts'
import { type Route, route } from '../wire/route.ts'
import { domainAlgorithm, requestAlgorithm } from './key-algorithm.ts'
import { presentDescribedRequest, presentRequest } from './present-request.ts'

/** The store of CSRs: client contract 1.1, operations 19 to 25. */
export const requestRoutes = (operations: Operations): Route[] => [
  route(contract.createCsr, operations.createRequest, {
    command: ({ body }) => readCreation(body),
    present: presentDescribedRequest,
  }),
  route(contract.listCsr, operations.listRequests, {
    command: ({ query: { name, private_key_algo: algorithm, ...page } }) => ({
      filter: {
        ...(name !== undefined && { name }),
        ...(algorithm !== undefined && { keyAlgorithm: domainAlgorithm(algorithm) }),
      },
      page: readPage(page, 'created'),
    }),
    present: ({ total, items }) => ({ csr_list: items.map(presentRequest), total }),
  }),
  route(contract.uploadCsr, operations.uploadRequest, {
    command: ({ body: { name, csr, private_key } }) => ({
      name,
      requestPem: readPemText(csr),
      ...(private_key !== undefined && { privateKeyPem: readPemText(private_key) }),
    }),
    present: ({ id, name, createdAt }: StoredRequest) => ({ id, name, create_time: createdAt }),
  }),
  route(contract.showCsr, operations.showRequest, {
    command: ({ params }) => ({ id: params.id }),
    present: presentRequest,
  }),
  route(contract.updateCsr, operations.renameRequest, {
    command: ({ params, body }) => ({ id: params.id, name: body.name }),
    present: presentRequest,
  }),
  route(contract.deleteCsr, operations.deleteRequest, { command: ({ params }) => ({ id: params.id }) }),
  route(contract.showCsrPrivateKey, operations.exportRequestKey, {
    command: ({ params }) => ({ id: params.id }),
    present: (pem) => ({ private_key: pem }),
  }),
]

const readCreation = (body: Static<typeof contract.CreateBody>): CreateRequestCommand => ({
  name: body.name,
  domainName: body.domain_name,
  otherNames: body.sans ?? '',
  keyAlgorithm: requestAlgorithm(body.private_key_algo),
  usage: body.usage,
  company: {
    country: body.company_country ?? null,
    state: body.company_province ?? null,
    locality: body.company_city ?? null,
    organization: body.company_name ?? null,
  },
})
