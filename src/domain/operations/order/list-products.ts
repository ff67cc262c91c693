import { DomainError } from '../../model/errors.ts'
import { type CataloguedProduct, catalogue } from '../../model/product-catalogue.ts'
import type { Call } from '../world.ts'
import { isServed } from './buy-certificates.ts'

/** What can be bought here: all of the catalogue but what the brand's issuer does not issue. */
export const listProducts = async (call: Call, _command: object): Promise<CataloguedProduct[]> =>
  catalogue.filter((product) => isServed(call, product))

/** Throws `parameter-invalid` for what is not among them. */
export async function showProduct(call: Call, { id }: { readonly id: string }): Promise<CataloguedProduct> {
  const product = (await listProducts(call, {})).find((one) => one.id === id)
  if (product) return product
  throw new DomainError('parameter-invalid', {
    parameter: 'product_id',
    reason: 'is no product that is on sale here',
  })
}
