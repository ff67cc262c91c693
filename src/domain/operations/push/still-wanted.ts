import type { Push } from '../../model/push.ts'
import type { World } from '../world.ts'
import { readPushContent } from './push-content.ts'

/** A renewed certificate goes to no place that its owner has taken the former one away from. */
export async function isPlaceWanted(
  { database }: Pick<World, 'database'>,
  accountId: string,
  push: Push,
): Promise<boolean> {
  if (push.cause === 'request') return true
  const deployed = await database.read(accountId, ({ pushes }) =>
    pushes.findDeployment(push.certificateId, push),
  )
  return deployed !== undefined
}

/** Whether trying again makes sense: the certificate is the same still, may be used, and is wanted there. */
export async function isStillWanted(world: World, accountId: string, push: Push): Promise<boolean> {
  const content = await readPushContent(world, accountId, push.certificateId)
  return content?.fingerprint === push.fingerprint && (await isPlaceWanted(world, accountId, push))
}
