import { isTemporaryKey } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { AccessKeyProfile } from '../../model/identity.ts'
import { sealedRecords } from '../../model/sealed.ts'
import { checkBound } from '../identity/check-bound.ts'
import { found } from '../identity/found.ts'
import { checkOwnOrAllowed } from '../permission/own.ts'
import { checkMayManage, presentUser } from '../user/manage-users.ts'
import type { Call } from '../world.ts'

const idLength = 20
const secretLength = 40
export const accessKeyAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** A key with its secret, which is in the clear this once. */
export interface CreatedAccessKey extends AccessKeyProfile {
  readonly secretKey: string
}

/** Throws `identity-not-found`, `quota-exceeded`, `action-denied`. */
export async function createAccessKey(
  call: Call,
  { userId, description }: { readonly userId: string; readonly description: string },
): Promise<CreatedAccessKey> {
  checkOwnOrAllowed(call, userId, 'iam:credentials:createCredential')
  if (isTemporaryKey(call.caller)) {
    throw new DomainError('action-denied', { reason: 'a key without an end, by one that has an end' })
  }
  const key = {
    id: call.random.text(idLength, accessKeyAlphabet),
    userId,
    isEnabled: true,
    description,
    createdAt: call.clock.now(),
  }
  const { accessKeysOfUser } = call.settings.identityBounds
  const secretKey = call.credentials.makeSecret(secretLength)
  const { sealed } = call.vault.seal(
    sealedRecords.accessKey(userId, key.id),
    new TextEncoder().encode(secretKey),
  )
  await call.write(async (stores, tell) => {
    checkMayManage(call, await presentUser(stores, userId))
    checkBound((await stores.accessKeys.list(userId)).length, accessKeysOfUser, 'a user', 'access keys')
    await stores.accessKeys.add(key, sealed)
    tell({ kind: 'access-key', id: key.id, after: key })
  })
  return { ...key, secretKey }
}

export async function listAccessKeys(
  call: Call,
  { userId }: { readonly userId: string },
): Promise<AccessKeyProfile[]> {
  checkOwnOrAllowed(call, userId, 'iam:credentials:listCredentials')
  return await call.read(async (stores) => {
    await presentUser(stores, userId)
    return await stores.accessKeys.list(userId)
  })
}

export async function showAccessKey(call: Call, { id }: { readonly id: string }): Promise<AccessKeyProfile> {
  const key = found(await call.read(({ accessKeys }) => accessKeys.find(id)), 'access key')
  checkOwnOrAllowed(call, key.userId, 'iam:credentials:getCredential')
  return key
}

export interface UpdateAccessKeyCommand {
  readonly id: string
  readonly isEnabled?: boolean
  readonly description?: string
}

export async function updateAccessKey(
  call: Call,
  { id, ...changes }: UpdateAccessKeyCommand,
): Promise<AccessKeyProfile> {
  return await call.write(async (stores, tell) => {
    const before = found(await stores.accessKeys.find(id), 'access key')
    checkOwnOrAllowed(call, before.userId, 'iam:credentials:updateCredential')
    checkMayManage(call, await presentUser(stores, before.userId))
    const after = { ...before, ...changes }
    await stores.accessKeys.replace(after)
    tell({ kind: 'access-key', id, before, after })
    return after
  })
}

export async function deleteAccessKey(call: Call, { id }: { readonly id: string }): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = found(await stores.accessKeys.find(id), 'access key')
    checkOwnOrAllowed(call, before.userId, 'iam:credentials:deleteCredential')
    checkMayManage(call, await presentUser(stores, before.userId))
    await stores.accessKeys.remove(id)
    tell({ kind: 'access-key', id, before })
  })
}
