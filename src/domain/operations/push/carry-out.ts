import { type Deployment, hasEnded, type Push, type PushFailure } from '../../model/push.ts'
import type { PushContent, PushPlace } from '../../model/push-place.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { InstallationStores } from '../../ports/doors.ts'
import type { PushTarget, Sight, TargetSnapshot } from '../../ports/push-targets.ts'
import { systemRecord } from '../audit/system-record.ts'
import type { World } from '../world.ts'
import { findFormer, sealContent } from './former-content.ts'
import { readPushContent } from './push-content.ts'
import { failureOf } from './push-failed.ts'
import { isPlaceWanted } from './still-wanted.ts'

/** Whoever carries it out may be silent so long; then somebody else goes on. */
export const pushHoldMs = 120_000

/** Some targets take minutes until they show what they have. */
const lookHoldMs = 420_000

/** Somebody else carries it out by now. */
export class PushLostError extends Error {}

/** A push that is carried out, with all that a step works with. */
interface Carried {
  readonly world: World
  readonly accountId: string
  readonly target: PushTarget
  readonly push: Push
  readonly place: PushPlace
}

/**
 * Carries a push out, from wherever it stands, as its holder; the push as it ended, or as it waits for a target that can't be
 * put back now. Each state is recorded before its work begins, and what a state does can be done again, so that whoever goes
 * on after a crash ends in the same place. Throws `PushLostError`.
 */
export async function carryOut(world: World, accountId: string, id: string, holder: string): Promise<Push> {
  let push = await presentHeld(world, accountId, id, holder)
  while (!hasEnded(push)) {
    const next = await takeStep(world, accountId, push)
    if (next === undefined) return await presentHeld(world, accountId, id, holder)
    push = next
  }
  return push
}

/** Undefined where nothing more can be done now. */
async function takeStep(world: World, accountId: string, push: Push): Promise<Push | undefined> {
  const target = await findTarget(world, accountId, push)
  if (!target) return await end(world, accountId, push, unexpected('the settings no longer have the target'))
  const carried: Carried = { world, accountId, target, push, place: await placeOf(world, accountId, push) }
  switch (push.state) {
    case 'planned':
      return await prepare(carried)
    case 'applying':
      return await apply(carried)
    case 'looking':
      return await look(carried)
    case 'restoring':
      return await restore(carried)
    case 'done':
    case 'failed':
      return push
  }
}

async function prepare(carried: Carried): Promise<Push> {
  const { world, accountId, target, push, place } = carried
  const content = await readPushContent(world, accountId, push.certificateId)
  if (content?.fingerprint !== push.fingerprint) {
    return await end(world, accountId, push, unexpected('the certificate is another one by now'))
  }
  if (!(await isPlaceWanted(world, accountId, push))) {
    return await end(world, accountId, push, unexpected('the former one was taken away there meanwhile'))
  }
  try {
    const sight = await lookBefore(carried, content)
    if (sight?.isSeen) return await finish(carried, content, sight.how)
    const snapshot = await target.snapshot(place, await findFormer(world, accountId, push))
    const sealed = snapshot && seal(carried, snapshot)
    return await record(world, accountId, { ...push, state: 'applying' }, { snapshot: sealed })
  } catch (error) {
    return await end(world, accountId, push, failureOf(error))
  }
}

/** What was seen there before is looked at first: the same certificate once more changes nothing. Undefined: it was not. */
async function lookBefore(
  { world, accountId, target, push, place }: Carried,
  content: PushContent,
): Promise<Sight | undefined> {
  const deployed = await world.database.read(accountId, ({ pushes }) =>
    pushes.findDeployment(push.certificateId, push),
  )
  if (deployed?.fingerprint !== content.fingerprint || deployed.target !== target.name) return undefined
  return await target.look({ ...place, resourceId: deployed.resourceId }, content)
}

async function apply(carried: Carried): Promise<Push> {
  const { world, accountId, target, push, place } = carried
  const content = await readPushContent(world, accountId, push.certificateId)
  if (content?.fingerprint !== push.fingerprint) {
    const failure = unexpected('the certificate is another one by now')
    return await record(world, accountId, { ...push, state: 'restoring', failure })
  }
  await world.faults.reach('push: to be applied')
  try {
    const applied = await target.apply(place, content, push.id)
    await world.faults.reach('push: applied, not recorded')
    return await record(world, accountId, { ...push, ...applied, state: 'looking' })
  } catch (error) {
    return await record(world, accountId, { ...push, state: 'restoring', failure: failureOf(error) })
  }
}

async function look(carried: Carried): Promise<Push> {
  const { world, accountId, target, push, place } = carried
  const content = await readPushContent(world, accountId, push.certificateId)
  const { resourceId } = push
  if (content?.fingerprint !== push.fingerprint || resourceId === null) {
    const failure = unexpected('the certificate is another one by now')
    return await record(world, accountId, { ...push, state: 'restoring', failure })
  }
  const sight = await target.look({ ...place, resourceId }, content)
  await world.faults.reach('push: looked, not recorded')
  if (sight.isSeen) return await finish(carried, content, sight.how)
  const failure = unexpected(`the new certificate is not seen there: ${sight.reason}`)
  return await record(world, accountId, { ...push, state: 'restoring', failure })
}

/** What can't be put back now is tried again: until then the push has not ended. */
async function restore({ world, accountId, target, push, place }: Carried): Promise<Push | undefined> {
  const snapshot = await openSnapshot(world, accountId, push.id)
  try {
    await target.restore(place, snapshot, push.id)
  } catch (error) {
    const reason = `${push.failure?.reason ?? 'failed'}; not put back yet: ${failureOf(error).reason}`
    if (world.clock.now() - push.startedAt < restorePatienceMs) return undefined
    return await end(world, accountId, push, { kind: push.failure?.kind ?? 'failed', reason })
  }
  await world.faults.reach('push: put back, not recorded')
  return await end(world, accountId, push, push.failure ?? unexpected('failed'))
}

const restorePatienceMs = 86_400_000

/** It was seen there: from here on it is known to be there. */
async function finish(
  { world, accountId, push, place }: Carried,
  content: PushContent,
  proof: string,
): Promise<Push> {
  const now = world.clock.now()
  return await record(
    world,
    accountId,
    { ...push, state: 'done', failure: null, proof, finishedAt: now },
    {
      snapshot: null,
      async also(stores) {
        const former = await stores.pushes.findDeployment(push.certificateId, push)
        const resourceId = push.resourceId ?? former?.resourceId
        const resourceName = push.resourceName ?? former?.resourceName
        if (resourceId === undefined || resourceName === undefined)
          throw new Error('a push without a resource')
        const { service, project, resource, target, certificateId } = push
        const deployment: Deployment = {
          certificateId,
          certificateName: place.certificateName,
          domains: content.domains,
          service,
          project,
          resource,
          target,
          resourceId,
          resourceName,
          fingerprint: content.fingerprint,
          certificatePem: content.certificatePem + content.chainPem,
          notAfter: content.notAfter,
          pushedAt: now,
        }
        await stores.pushes.setDeployment(deployment, sealContent(world, accountId, deployment, content))
      },
    },
  )
}

const end = (world: World, accountId: string, push: Push, failure: PushFailure): Promise<Push> =>
  record(
    world,
    accountId,
    { ...push, state: 'failed', failure, finishedAt: world.clock.now() },
    { snapshot: null },
  )

interface Beside {
  readonly snapshot?: Uint8Array | null
  readonly also?: (stores: InstallationStores) => Promise<void>
}

async function record(
  world: World,
  accountId: string,
  next: Push,
  { snapshot, also }: Beside = {},
): Promise<Push> {
  const holdMs = next.state === 'looking' ? lookHoldMs : pushHoldMs
  const held = { ...next, heldUntil: hasEnded(next) ? 0 : world.clock.now() + holdMs }
  await world.database.write(accountId, async (stores) => {
    if (!(await stores.pushes.update(held, snapshot))) throw new PushLostError()
    await also?.(stores)
    if (!hasEnded(held)) return
    const act = { method: 'clock', operation: 'endPush', kind: 'hosted_certificate', id: held.certificateId }
    await stores.audit.append({
      ...systemRecord(world, accountId, { ...act, after: held }),
      result: held.state === 'done' ? 'success' : 'push-failed',
    })
  })
  if (hasEnded(held)) countEnd(world, held)
  return held
}

function countEnd({ metrics, clock }: World, { state, failure, service, startedAt }: Push): void {
  const outcome = state === 'done' ? 'done' : (failure?.kind ?? 'failed')
  metrics.countPush(service, outcome, Math.max(0, clock.now() - startedAt))
}

async function presentHeld(world: World, accountId: string, id: string, holder: string): Promise<Push> {
  const push = await world.database.read(accountId, ({ pushes }) => pushes.find(id))
  if (push?.holder !== holder) throw new PushLostError()
  return push
}

async function findTarget(
  { database, pushTargets }: World,
  accountId: string,
  { service, project, target }: Push,
): Promise<PushTarget | undefined> {
  const account = await database.read(accountId, ({ directory }) => directory.findAccount({ id: accountId }))
  const found = account && pushTargets.find(account, service, project)
  return found?.name === target ? found : undefined
}

async function placeOf({ database }: World, accountId: string, push: Push): Promise<PushPlace> {
  const { deployed, certificate } = await database.read(accountId, async (stores) => ({
    deployed: await stores.pushes.findDeployment(push.certificateId, push),
    certificate: await stores.hostedCertificates.find(push.certificateId),
  }))
  const { certificateId, service, project, resource } = push
  return {
    accountId,
    certificateId,
    certificateName: certificate?.name ?? deployed?.certificateName ?? '',
    service,
    project,
    resource,
    resourceId: push.resourceId ?? deployed?.resourceId ?? null,
  }
}

const seal = ({ world, accountId, push }: Carried, snapshot: Uint8Array): Uint8Array =>
  world.vault.seal(sealedRecords.pushSnapshot(accountId, push.id), snapshot).sealed

async function openSnapshot(
  { database, vault }: World,
  accountId: string,
  id: string,
): Promise<TargetSnapshot> {
  const sealed = await database.read(accountId, ({ pushes }) => pushes.findSnapshot(id))
  return sealed && vault.unseal({ record: sealedRecords.pushSnapshot(accountId, id), sealed })
}

const unexpected = (reason: string): PushFailure => ({ kind: 'failed', reason })
