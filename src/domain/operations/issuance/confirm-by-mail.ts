import type { DomainProof } from '../../model/domain-proof.ts'
import { systemRecord } from '../audit/system-record.ts'
import type { World } from '../world.ts'
import { askForAdvance } from './job-kinds.ts'

/** What stands in a link that was mailed: it is known to whoever reads the mail of the name. */
export interface MailedLink {
  readonly accountId: string
  readonly certificateId: string
  readonly token: string
}

type ConfirmingWorld = Pick<World, 'database' | 'clock' | 'random' | 'digest'>

/** As links of ours are made; of others nothing is asked of the database. */
const isWellFormed = ({ accountId, certificateId, token }: MailedLink): boolean =>
  /^[\w-]{1,64}$/.test(accountId) && /^scs\d{13}$/.test(certificateId) && /^[a-z2-7]{32}$/.test(token)

/** The name that a link is about; undefined for one that leads nowhere any more. */
export async function findMailedName(world: ConfirmingWorld, link: MailedLink): Promise<string | undefined> {
  if (!isWellFormed(link)) return undefined
  const issuance = await world.database.read(link.accountId, ({ issuances }) =>
    issuances.find(link.certificateId),
  )
  return issuance?.proofs.find((proof) => isMeant(world, proof, link))?.domain
}

/** Who reads the name's mail wants the certificate. False for a link that leads nowhere any more. */
export async function confirmByMail(world: ConfirmingWorld, link: MailedLink): Promise<boolean> {
  // most who try are known to be wrong without a writer's turn
  if ((await findMailedName(world, link)) === undefined) return false
  return await world.database.write(link.accountId, async (stores) => {
    const { accountId, certificateId } = link
    const issuance = await stores.issuances.find(certificateId)
    if (!issuance?.proofs.some((proof) => isMeant(world, proof, link))) return false
    const now = world.clock.now()
    const proofs = issuance.proofs.map((proof) =>
      isMeant(world, proof, link) ? { ...proof, seenAt: proof.seenAt ?? now, finding: null } : proof,
    )
    await stores.issuances.set({ ...issuance, proofs })
    await askForAdvance(stores.jobs, accountId, certificateId, now)
    const act = { method: 'mail', operation: 'confirmByMail', kind: 'hosted_certificate', id: certificateId }
    await stores.audit.append(systemRecord(world, accountId, { ...act, after: proofs }))
    return true
  })
}

/** Compared by their digests, so that how long it takes tells nothing of the token. */
const isMeant = ({ digest }: ConfirmingWorld, proof: DomainProof, { token }: MailedLink): boolean =>
  proof.method === 'EMAIL' && digest.of(proof.recordValue) === digest.of(token)
