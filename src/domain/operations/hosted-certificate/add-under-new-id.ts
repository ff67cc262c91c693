import { DomainError } from '../../model/errors.ts'
import type { HostedCertificate } from '../../model/hosted-certificate.ts'
import type { TenantStores } from '../../ports/doors.ts'
import type { World } from '../world.ts'

/** One in 10¹³ is taken for each that there is. */
export const mostDraws = 5

/** `scs` and 13 random digits (api-answers A35). */
export const drawHostedId = ({ random }: Pick<World, 'random'>): string =>
  `scs${random.text(13, '0123456789')}`

/** Part of the transaction that keeps it; ids that others have are drawn again. */
export async function addUnderNewId(
  world: Pick<World, 'random'>,
  { hostedCertificates }: TenantStores,
  make: (id: string) => HostedCertificate,
): Promise<HostedCertificate> {
  for (let draw = 0; draw < mostDraws; draw++) {
    const certificate = make(drawHostedId(world))
    if (await hostedCertificates.add(certificate)) return certificate
  }
  throw new DomainError('unexpected', { reason: 'every id that was drawn is taken' })
}
