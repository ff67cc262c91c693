import { type Deployment, type PushDestination, placeKey } from '../../model/push.ts'
import type { PushContent } from '../../model/push-place.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { World } from '../world.ts'

/**
 * What was pushed to a place last is kept sealed until the next has been seen there: a target that tells no keys could not be
 * put back otherwise, for the certificate itself may have another key by then.
 */
export function sealContent(
  { vault }: Pick<World, 'vault'>,
  accountId: string,
  deployment: Deployment,
  content: PushContent,
): Uint8Array {
  const secret = new TextEncoder().encode(JSON.stringify(content))
  try {
    return vault.seal(recordOf(accountId, deployment.certificateId, deployment), secret).sealed
  } finally {
    secret.fill(0)
  }
}

/** Undefined where nothing was pushed there, or the certificate has been deleted since. */
export async function findFormer(
  { database, vault }: Pick<World, 'database' | 'vault'>,
  accountId: string,
  { certificateId, ...destination }: PushDestination & { readonly certificateId: string },
): Promise<PushContent | undefined> {
  const sealed = await database.read(accountId, ({ pushes }) =>
    pushes.findDeployedContent(certificateId, destination),
  )
  if (!sealed) return undefined
  const secret = vault.unseal({ record: recordOf(accountId, certificateId, destination), sealed })
  try {
    return JSON.parse(new TextDecoder().decode(secret)) as PushContent
  } finally {
    secret.fill(0)
  }
}

const recordOf = (accountId: string, certificateId: string, destination: PushDestination): string =>
  sealedRecords.deployedContent(accountId, certificateId, placeKey(destination))
