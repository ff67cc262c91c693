import * as contract from '../../../contract/connections-v1/connections.ts'
import type { AnswerOf, Static } from '../../../contract/operation.ts'
import { many } from '../answer.ts'
import { bind, given, type Noun } from '../command.ts'
import type { Column } from '../table.ts'

type Connection = Static<typeof contract.Connection>
const listed: readonly Column<Connection>[] = [
  ['id', ({ id }) => id],
  ['type', ({ type }) => type],
  ['facts', ({ facts }) => facts.map(({ name, value }) => `${name}: ${value}`).join('; ')],
  ['trouble', ({ trouble }) => trouble],
]

type Step = AnswerOf<typeof contract.tryConnection>['steps'][number]
const steps: readonly Column<Step>[] = [
  ['step', ({ name }) => name],
  ['fine', ({ is_fine }) => (is_fine ? 'yes' : 'NO')],
  ['finding', ({ finding }) => finding],
  ['what to do', ({ advice }) => advice],
]

export const connections: Noun = {
  name: 'connections',
  summary: 'what the installation is connected to, for administrators of the installation',
  commands: [
    bind('list', contract.listConnections, {
      input: () => ({}),
      answer: ({ connections: found }) => many(found, listed),
    }),
    bind('try <connection>', contract.tryConnection, {
      options: { '--recipient <address>': 'of mail: send one to this address' },
      input: ({ connection, recipient }) => ({ params: { id: connection }, body: given({ recipient }) }),
      answer: (tried) => ({
        ...many(tried.steps, steps),
        noun: tried,
        words: `${tried.is_fine ? 'all is fine' : 'something is wrong'}, after ${tried.took_ms} ms`,
      }),
    }),
  ],
}
