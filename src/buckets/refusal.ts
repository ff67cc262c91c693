import { DomainError } from '../domain/model/errors.ts'

/** A revocation list has up to 60 MB; what is larger is none, and would only fill the memory. */
const largestObject = 128 * 1024 * 1024

/** What we ourselves do not do, as opposed to a store that does not answer. The reason is a short clause. */
export const refusal = (reason: string) => new DomainError('bucket-store-failed', { reason })

/** Throws when an object has more octets than are read. */
export function checkSize(octets: number): void {
  if (octets > largestObject) throw refusal('the object is larger than 128 MiB')
}
