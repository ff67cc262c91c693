import type { Authority } from '../../model/authority.ts'
import { bareName } from '../../model/distinguished-name.ts'
import { serialNumberOf } from '../../model/serial-number.ts'
import { resolveValidity } from '../../model/validity.ts'
import type { Trial } from '../../ports/connection.ts'
import { findIssuingAuthority } from '../authority/issuing-authority.ts'
import type { Call } from '../world.ts'

const page = { sortKey: 'create_time', direction: 'ascending', limit: 100, offset: 0 } as const

/** Each CA that issues signs something that nobody ever sees. */
export async function tryAuthorities(call: Call, trial: Trial): Promise<void> {
  const { items } = await call.search(({ authorities }) =>
    authorities.list({ type: 'SUBORDINATE' }, page, call.clock.now()),
  )
  if (items.length === 0) {
    await trial.step({
      name: 'authorities',
      advice: 'none is needed',
      work: async () => 'none is there yet: the first order of a brand makes its CA',
    })
  }
  for (const authority of items) {
    await trial.step({
      name: authority.subject.commonName,
      advice: 'see what GET /v1/health says of CAs, keys and journals',
      work: () => signNothing(call, authority),
    })
  }
}

/** What is not recorded never leaves this process. */
async function signNothing(call: Call, { id }: Authority): Promise<string> {
  const { signing } = await findIssuingAuthority(call, id)
  await call.issuer.issue({
    profile: {
      kind: 'entity',
      serialNumber: serialNumberOf(call.random.octets(16)),
      subject: bareName('try.chancery.invalid'),
      validity: resolveValidity({ unit: 'HOUR', value: 1 }, call.clock.now(), signing),
      signatureHash: 'SHA384',
      pathLength: null,
      keyUsages: ['digitalSignature'],
      extendedKeyUsages: ['serverAuth'],
      alternativeNames: [{ type: 'DNS', value: 'try.chancery.invalid' }],
      customizedExtension: null,
      issuerUrls: [],
    },
    subjectKey: { generate: 'EC256', record: `try of ${id}` },
    authority: signing,
  })
  return `signs, until ${new Date(signing.notAfter).toISOString().slice(0, 10)}`
}
