import { answerPauseAfter } from '../../model/domain-proof.ts'
import { DomainError } from '../../model/errors.ts'
import { type Carried, type NextLook, recordStep } from './carried.ts'
import { presentRequest } from './coming-key.ts'
import { readUpstream } from './open-order.ts'
import { takeIn } from './take-in.ts'

/** Has the authority issue: what was sent once is not sent again, what it made is fetched (RFC 8555 §7.4). */
export async function issueByAcme(carried: Carried): Promise<NextLook> {
  const { world, acmeAccounts, held, issuance } = carried
  const order = await readUpstream(carried)
  if (!order || order.state === 'invalid') {
    throw new DomainError('issuer-refused', {
      reason: order?.problem ?? 'the authority no longer has the order',
    })
  }
  const { directory, account } = await acmeAccounts.find(issuance.issuer)
  switch (order.state) {
    case 'pending':
      throw new DomainError('issuer-refused', {
        reason: 'the authority no longer takes the names for proven',
      })
    case 'ready': {
      const requestDer = await presentRequest(carried)
      await held.confirm()
      await directory.finalize(account, order.url, requestDer)
      await world.faults.reach('order: finalized, not fetched')
      return world.clock.now()
    }
    case 'processing':
      await recordStep(carried, (present) => ({
        issuance: { ...present.issuance, looks: present.issuance.looks + 1 },
      }))
      return world.clock.now() + answerPauseAfter(issuance.looks)
    case 'valid': {
      const [certificateDer, ...chainDers] = await directory.download(account, order.url)
      if (!certificateDer)
        throw new DomainError('issuer-refused', { reason: 'the authority sent no certificate' })
      await world.faults.reach('order: fetched, not recorded')
      return await takeIn(carried, { certificateDer, chainDers, issuedId: null })
    }
  }
}
