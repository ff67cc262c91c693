import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/scm-v2/products.ts'
import type { Product } from '../../domain/model/certificate-order.ts'
import type { CataloguedProduct } from '../../domain/model/product-catalogue.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { presentPurchase } from '../scm/words.ts'
import { type Route, route } from '../wire/route.ts'

/** What is on sale, and buying it. */
export const productRoutes = (operations: Operations): Route[] => [
  route(contract.purchaseCertificate, operations.buyCertificates, {
    command: ({ body }) => ({
      ...readProduct(body),
      count: body.order_number,
      tags: [],
      enterpriseProjectId: '0',
    }),
    present: presentPurchase,
  }),
  route(contract.listProducts, operations.listProducts, {
    command: () => ({}),
    present: (products) => ({
      type_list: products.map((product) => ({
        ...presentProduct(product),
        product_id: product.id,
        product_name: product.name,
      })),
    }),
  }),
  route(contract.showProduct, operations.showProduct, {
    command: ({ params }) => ({ id: params.product_id }),
    present: presentProduct,
  }),
]

/** The shape lets no other words through. */
const readProduct = (body: Static<typeof contract.PurchaseBody>): Product => ({
  brand: body.cert_brand.trim() as Product['brand'],
  type: body.cert_type.trim() as Product['type'],
  domainType: body.domain_type.trim() as Product['domainType'],
  years: body.effective_time,
  nameCount: body.domain_numbers,
  primary: null,
  plainCount: null,
  wildcardCount: null,
})

const presentProduct = ({ type, brand, domainType, years }: CataloguedProduct) => ({
  cert_type: type,
  cert_brand: brand,
  domain_type: domainType,
  effective_time: years,
})
