import { Type } from 'typebox'
import type { ApiOperation } from '../operation.ts'
import { SubscribeBody, subscribeCertificate } from '../scm-v3/orders.ts'
import * as shapes from './shapes.ts'

/** What is on sale, and buying it: 6.1, 6.5, 6.6. */

const { cert_brand, cert_type, domain_type, agree_privacy_protection } = SubscribeBody.properties
const wordsOf = (shape: object) => (shape as { enum: readonly string[] }).enum

export const PurchaseBody = Type.Object({
  cert_brand: shapes.spacedWord(wordsOf(cert_brand)),
  cert_type: shapes.spacedWord(wordsOf(cert_type)),
  domain_type: shapes.spacedWord(wordsOf(domain_type)),
  effective_time: Type.Integer({ minimum: 1, maximum: 2, description: 'in years' }),
  domain_numbers: Type.Integer({
    minimum: 1,
    maximum: 100,
    description: '1 unless domain_type is MULTI_DOMAIN',
  }),
  order_number: Type.Integer({ minimum: 1, maximum: 1000, description: 'how many certificates' }),
  agree_privacy_protection,
})

export const purchaseCertificate = {
  id: 'ScmV2PurchaseCertificate',
  method: 'POST',
  path: `${shapes.root}/cert/purchase`,
  summary: 'Buy certificates',
  action: 'scm:cert:purchase',
  ...shapes.inProject,
  about: { kind: 'cert', is: 'new' },
  body: PurchaseBody,
  success: subscribeCertificate.success,
} as const satisfies ApiOperation

const Product = {
  cert_type: Type.String(),
  cert_brand: Type.String(),
  domain_type: Type.String(),
  effective_time: Type.Integer({ description: 'in years' }),
}

export const listProducts = {
  id: 'ScmV2ListProducts',
  method: 'GET',
  path: `${shapes.root}/cert/product`,
  summary: 'List what is on sale',
  action: 'scm:certType:get',
  ...shapes.inProject,
  success: {
    status: 200,
    body: Type.Object({
      type_list: Type.Array(
        Type.Object({ ...Product, product_id: Type.String(), product_name: Type.String() }),
      ),
    }),
  },
} as const satisfies ApiOperation

export const showProduct = {
  id: 'ScmV2ShowProduct',
  method: 'GET',
  path: `${shapes.root}/product/{product_id}`,
  summary: 'Show a product',
  action: 'scm:certProduct:get',
  inProject: 'project_id',
  params: Type.Object({
    ...shapes.ProjectPath.properties,
    product_id: Type.String({ pattern: '^[0-9-]{1,64}$', expectation: 'must be a product_id of the list' }),
  }),
  success: { status: 200, body: Type.Object(Product) },
} as const satisfies ApiOperation
