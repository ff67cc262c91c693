import type { Authority } from '../../model/authority.ts'
import { type AuthorityAct, checkAuthorityAct } from '../../model/authority-rules.ts'
import type { Call } from '../world.ts'
import { presentAuthority } from './find-authority.ts'

interface AuthorityCommand {
  readonly id: string
}

/** It issues nothing more until it is enabled; what it issued stays valid. */
export const disableAuthority = (call: Call, { id }: AuthorityCommand): Promise<void> =>
  switchState(call, id, 'disable', 'DISABLED')

export const enableAuthority = (call: Call, { id }: AuthorityCommand): Promise<void> =>
  switchState(call, id, 'enable', 'ACTIVED')

async function switchState(
  call: Call,
  id: string,
  act: AuthorityAct,
  state: Authority['state'],
): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = await presentAuthority(stores, id)
    checkAuthorityAct(act, before, call.clock.now())
    const after = { ...before, state }
    await stores.authorities.replace(after)
    tell({ kind: 'authority', id, before, after })
  })
}
