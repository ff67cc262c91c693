import { answerPauseAfter } from '../../model/domain-proof.ts'
import { type Carried, recordStep } from './carried.ts'
import { readUpstream } from './open-order.ts'

/** Has the authority look at what we have seen; when to look again, or what it came to. */
export async function askAuthority(carried: Carried): Promise<'proven' | 'invalid' | number> {
  const { world, acmeAccounts, held, issuance } = carried
  const order = await readUpstream(carried)
  if (!order || order.state === 'invalid') {
    await note(carried, order?.problem ?? 'the authority no longer has the order')
    return 'invalid'
  }
  if (order.state !== 'pending') return 'proven'
  const { directory, account } = await acmeAccounts.find(issuance.issuer)
  for (const challenge of order.challenges) {
    if (challenge.isProven) continue
    await held.confirm()
    await directory.answer(account, challenge)
  }
  await world.faults.reach('order: answered, not seen to be valid')
  await note(carried, null)
  return world.clock.now() + answerPauseAfter(issuance.looks)
}

const note = (carried: Carried, hindrance: string | null) =>
  recordStep(carried, ({ issuance }) => ({
    issuance: { ...issuance, hindrance, looks: issuance.looks + 1 },
  }))
