import type { Authority } from '../../model/authority.ts'
import { DomainError } from '../../model/errors.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import type { Call } from '../world.ts'

/** Throws `authority-not-found`: unknown, gone, or another account's, without a difference. */
export const findAuthority = (call: Call, id: string): Promise<Authority> =>
  call.read((stores) => presentAuthority(stores, id))

/** The same inside a transaction. */
export async function presentAuthority({ authorities }: TenantReaders, id: string): Promise<Authority> {
  const authority = await authorities.find(id)
  if (!authority) throw new DomainError('authority-not-found')
  return authority
}
