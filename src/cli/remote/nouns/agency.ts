import * as contract from '../../../contract/iam-v3/agencies.ts'
import type { AnswerOf } from '../../../contract/operation.ts'
import { done, many, one } from '../answer.ts'
import { bind, given, type Noun } from '../command.ts'
import { Misuse } from '../faults.ts'
import { isId } from '../names.ts'
import type { Column } from '../table.ts'

type Agency = AnswerOf<typeof contract.listAgencies>['agencies'][number]

const columns: readonly Column<Agency>[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['trusted account', ({ trust_domain_name }) => trust_domain_name],
  ['expires', ({ expire_time }) => expire_time ?? 'never'],
  ['description', ({ description }) => description],
]

/** Another account's name can't be looked up, so the server does. */
const trusted = (account: string) =>
  isId(account) ? { trust_domain_id: account } : { trust_domain_name: account }

export const agency: Noun = {
  name: 'agency',
  summary: 'what users of other accounts may do in the name of this one',
  commands: [
    bind('list', contract.listAgencies, {
      input: () => ({}),
      answer: ({ agencies }) => many(agencies, columns),
    }),
    bind('create <name>', contract.createAgency, {
      required: { '--trust <account>': 'the account that may act, by name or id' },
      options: {
        '--duration <days>': 'FOREVER, ONEDAY or a number of days; FOREVER unless told',
        '--description <text>': 'what the agency is for',
      },
      input: ({ name, trust, duration, description }) => ({
        body: { agency: { name, ...trusted(trust), ...given({ duration, description }) } },
      }),
      answer: ({ agency }) => one(agency, columns),
    }),
    bind('update <agency>', contract.updateAgency, {
      options: {
        '--trust <account>': 'the account that may act, by name or id',
        '--duration <days>': 'FOREVER, ONEDAY or a number of days from its creation',
        '--description <text>': 'what the agency is for',
      },
      async input({ agency, trust, duration, description }, { names }) {
        const changes = { ...(trust !== undefined && trusted(trust)), ...given({ duration, description }) }
        if (Object.keys(changes).length === 0) throw new Misuse('nothing is to be changed')
        return { params: { agency_id: await names.idOf('agency', agency) }, body: { agency: changes } }
      },
      answer: ({ agency }) => one(agency, columns),
    }),
    bind('delete <agency>', contract.deleteAgency, {
      input: async ({ agency }, { names }) => ({ params: { agency_id: await names.idOf('agency', agency) } }),
      answer: (_, { agency }) => done(`agency ${agency} is deleted`),
    }),
  ],
}
