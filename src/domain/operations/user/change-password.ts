import { DomainError } from '../../model/errors.ts'
import { checkPassword } from '../../model/password-rules.ts'
import { passwordAttempts } from '../identity/attempts.ts'
import { ownsItself } from '../permission/own.ts'
import type { Call } from '../world.ts'
import { presentUser } from './manage-users.ts'

export interface ChangePasswordCommand {
  readonly id: string
  readonly original: string
  readonly password: string
}

/** One's own, by the old one; its tokens end. Throws `action-denied`, `password-mismatch`, `parameter-invalid`. */
export async function changePassword(
  call: Call,
  { id, original, password }: ChangePasswordCommand,
): Promise<void> {
  const { caller, credentials } = call
  if (id !== caller.user.id || !ownsItself(caller))
    throw new DomainError('action-denied', { reason: 'is another user’s' })
  checkPassword(password, caller.user.name, 'user.password')
  const { epoch } = caller.user
  await call.guessing.inTurn(passwordAttempts(caller.user), caller.sourceAddress, async () => {
    call.guessing.check(passwordAttempts(caller.user), caller.sourceAddress, 'attempts-exhausted')
    call.guessing.spendHash(caller.sourceAddress)
    const hash = await call.read(({ directory }) => directory.findPasswordHash(id))
    if (hash !== undefined && (await credentials.isPassword(original, hash))) return
    await call.guessing.failed(passwordAttempts(caller.user), caller.sourceAddress)
    throw new DomainError('password-mismatch', {}, { about: { userId: id } })
  })
  const passwordHash = await credentials.hashPassword(password)
  await call.write(async (stores, tell) => {
    const user = await presentUser(stores, id)
    // what was proven is worth nothing once somebody else has set another
    if (user.epoch !== epoch) throw new DomainError('password-mismatch', {}, { about: { userId: id } })
    await stores.users.replace({ ...user, epoch: epoch + 1, isPasswordInitial: false }, passwordHash)
    tell({ kind: 'user', id })
  })
}
