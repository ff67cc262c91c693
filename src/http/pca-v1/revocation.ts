import * as contract from '../../contract/pca-v1/revocation.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, route } from '../wire/route.ts'

/** The PCA API's CRLs, OCSP and buckets, 4.1.3 of the reference and the newer switches. */
export const revocationRoutes = (operations: Operations): Route[] => [
  route(contract.enableRevocationList, operations.enableRevocationList, {
    command: ({ params, body: { obs_bucket_name, valid_days, crl_name } }) => ({
      id: params.ca_id,
      bucket: obs_bucket_name,
      validDays: valid_days,
      ...(crl_name !== undefined && { name: crl_name }),
    }),
  }),
  route(contract.disableRevocationList, operations.disableRevocationList, {
    command: ({ params }) => ({ id: params.ca_id }),
  }),
  route(contract.switchStatusResponder, operations.switchStatusResponder, {
    command: ({ params, body }) => ({ id: params.ca_id, isOn: body.ocsp_switch }),
  }),
  ...[contract.createBucketAgency, contract.createAgency].map((operation) =>
    route(operation, operations.createAgency, {
      command: () => ({}),
      present: (id) => ({ agency_id: id }),
    }),
  ),
  ...[contract.showBucketAgency, contract.showAgency].map((operation) =>
    route(operation, operations.hasAgency, {
      command: () => ({}),
      present: (isGranted) => ({ agency_granted: String(isGranted) }),
    }),
  ),
  route(contract.listBuckets, operations.listBuckets, {
    command: () => ({}),
    present: (buckets) => ({
      total: buckets.length,
      obs_buckets: buckets.map(({ name, createdAt }) => ({ bucket_name: name, create_time: createdAt })),
    }),
  }),
]
