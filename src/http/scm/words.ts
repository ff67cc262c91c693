import type { OrderedCertificate } from '../../domain/model/hosted-certificate.ts'
import type { Purchase } from '../../domain/operations/order/buy-certificates.ts'

/** What both versions of the API say alike. */

export const sortKeys = { certUpdateTime: 'updated', certExpiredTime: 'end', certStatus: 'status' } as const

export const presentPurchase = ({ orderId, certificateIds }: Purchase) => ({
  order_id: orderId,
  cert: certificateIds.map((cert_id) => ({ cert_id })),
})

export const presentCancelled = (id: string) => ({ cert_id: id, message: 'success' as const })

/** In the words of who asked, where there are any. */
export const revokeReason = (ordered: OrderedCertificate | null): string | null =>
  ordered?.revocation?.note ?? ordered?.revocation?.reason ?? null
