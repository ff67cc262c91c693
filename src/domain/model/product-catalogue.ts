import {
  type Brand,
  brands,
  type CertificateType,
  certificateTypes,
  type DomainType,
  domainTypes,
  type Product,
} from './certificate-order.ts'

/** A kind of certificate that is on sale (API reference 6.5). */
export interface CataloguedProduct extends Pick<Product, 'brand' | 'type' | 'domainType' | 'years'> {
  /** As in the reference's example: `00301-106005-0--0`. */
  readonly id: string
  /** Brand, domains, type and years: `globalsign.single.ov.1`. */
  readonly name: string
}

/** Two digits for the brand, two for the type, two for domains and years; all that is known of the vendor's is the example. */
const brandDigits: Readonly<Record<Brand, string>> = {
  GLOBALSIGN: '10',
  GEOTRUST: '11',
  SYMANTEC: '12',
  CFCA: '13',
  TRUSTASIA: '14',
  VTRUS: '15',
}
const typeDigits: Readonly<Record<CertificateType, string>> = {
  DV_SSL_CERT: '50',
  DV_SSL_CERT_BASIC: '51',
  OV_SSL_CERT: '60',
  OV_SSL_CERT_PRO: '61',
  EV_SSL_CERT: '70',
  EV_SSL_CERT_PRO: '71',
}
const domainDigits: Readonly<Record<DomainType, number>> = {
  SINGLE_DOMAIN: 4,
  MULTI_DOMAIN: 14,
  WILDCARD: 24,
}
const years = [1, 2] as const

export const catalogue: readonly CataloguedProduct[] = brands.flatMap((brand) =>
  certificateTypes.flatMap((type) =>
    domainTypes.flatMap((domainType) => years.map((count) => productOf(brand, type, domainType, count))),
  ),
)

function productOf(
  brand: Brand,
  type: CertificateType,
  domainType: DomainType,
  count: (typeof years)[number],
): CataloguedProduct {
  const digits = String(domainDigits[domainType] + count).padStart(2, '0')
  const words = [brand, domainType.replace('_DOMAIN', ''), type.replace('_SSL_CERT', ''), String(count)]
  return {
    brand,
    type,
    domainType,
    years: count,
    id: `00301-${brandDigits[brand]}${typeDigits[type]}${digits}-0--0`,
    name: words.join('.').toLowerCase(),
  }
}
