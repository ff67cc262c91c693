import { type OrderEvent, transitions } from '../../../src/domain/model/order-states.ts'

/** What brings an event about, for readers. */
const causes: Readonly<Record<OrderEvent, string>> = {
  apply: 'apply',
  'challenges-told': 'the authority has told what is to be set',
  'names-proven': 'all names are proven (DV)',
  'organization-to-be-reviewed': 'all names are proven (OV, EV)',
  approve: 'a reviewer approves',
  fail: 'seven days are over, the authority refuses for good, or a reviewer rejects',
  issue: 'the certificate is in hand',
  cancel: 'cancel-cert',
  cancelled: 'what stood outside is ended',
  revoke: 'revoke',
  revoked: 'the authority has confirmed',
  supplement: 'further names are asked for (v2)',
}

const begins = ['    [*] --> PAID: buy', '    [*] --> UPLOAD: import']
const ends = ['    ISSUED --> EXPIRED: the clock', '    UPLOAD --> EXPIRED: the clock']

/** The picture and the table of docs/api/scm-v3.md, from the machine itself. */
export function statesText(): string {
  const arrows = transitions.flatMap(({ event, from, to }) =>
    from.map((state) => `    ${state} --> ${to}: ${event}`),
  )
  const rows = transitions.map(
    ({ event, from, to }) => `| ${from.join(', ')} | ${event}: ${causes[event]} | ${to} |`,
  )
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...begins,
    ...arrows,
    ...ends,
    '```',
    '',
    '| from | by | to |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

export const statesStart = '<!-- states: made from the code -->\n'
export const statesEnd = '<!-- end of states -->'
