import type { DomainProof } from '../../model/domain-proof.ts'
import { DomainError } from '../../model/errors.ts'
import type { World } from '../world.ts'
import { type Carried, recordStep } from './carried.ts'

/**
 * Puts the records there that a connector can, beside others. It is noted before, so that whatever is there of ours is taken
 * away again. Throws `dns-refused`.
 */
export async function placeRecords(carried: Carried): Promise<void> {
  const { world, held, issuance } = carried
  if (!issuance.placesRecords || issuance.method !== 'DNS') return
  await recordStep(carried, (present) => ({
    issuance: {
      ...present.issuance,
      proofs: present.issuance.proofs.map((proof) => ({ ...proof, isPlacedByUs: true })),
    },
  }))
  await world.faults.reach('order: records to be placed')
  for (const { recordName, recordValue, seenAt } of issuance.proofs) {
    if (seenAt !== null) continue
    await held.confirm()
    await connectorFor(world.dnsConnectors, recordName).addText(recordName, recordValue)
  }
}

/** Takes away what we placed. That a zone can't be changed now keeps no certificate from being issued. */
export async function removeRecords(
  { dnsConnectors }: Pick<World, 'dnsConnectors'>,
  proofs: readonly DomainProof[],
): Promise<void> {
  for (const { recordName, recordValue, isPlacedByUs } of proofs) {
    if (!isPlacedByUs) continue
    try {
      await connectorFor(dnsConnectors, recordName).removeText(recordName, recordValue)
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'dns-refused') throw error
    }
  }
}

function connectorFor(dnsConnectors: World['dnsConnectors'], recordName: string) {
  const connector = dnsConnectors.find(recordName)
  if (connector) return connector
  throw new DomainError('dns-refused', { reason: `the settings have no zone for ${recordName}` })
}
