import * as contract from '../../../contract/audit-v1/records.ts'
import type { AnswerOf } from '../../../contract/operation.ts'
import { many } from '../answer.ts'
import { bind, given, type Noun } from '../command.ts'
import { Misuse } from '../faults.ts'
import type { Column } from '../table.ts'
import { wholeNumber } from '../whole-number.ts'

type AuditRecord = AnswerOf<typeof contract.listRecords>['records'][number]

const columns: readonly Column<AuditRecord>[] = [
  ['time', ({ time }) => new Date(time).toISOString()],
  ['user', ({ user_id }) => user_id],
  ['by', ({ method, access_key_id }) => (access_key_id === null ? method : `${method} ${access_key_id}`)],
  ['from', ({ source_address }) => source_address],
  ['operation', ({ operation }) => operation],
  ['object', ({ object_kind, object_id }) => [object_kind, object_id].filter(Boolean).join(' ')],
  ['result', ({ result, count }) => (count === 1 ? result : `${result} × ${count}`)],
]

/** `2026-11-29`, or with a time and its zone. */
function timeOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const time = Date.parse(text)
  if (/^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(text) && !Number.isNaN(time)) return time
  throw new Misuse(
    `${flag} must be a day or a time with its zone, as in 2026-11-29T08:00:00Z; it is "${text}"`,
  )
}

export const audit: Noun = {
  name: 'audit',
  summary: 'what was done and refused, and the proof of it',
  commands: [
    bind('list', contract.listRecords, {
      options: {
        '--from <time>': 'since then, as in 2026-11-29T08:00:00Z',
        '--until <time>': 'before then',
        '--user <user>': 'by this user',
        '--operation <name>': 'as the records call it',
        '--kind <kind>': 'done to such objects',
        '--object <id>': 'done to this object',
        '--result <result>': 'success, or why it was refused',
        '--limit <count>': 'so many, 1 to 1000; 100 unless told',
        '--after <place>': 'older than where the page before ended',
      },
      input: async ({ from, until, user, operation, kind, object, result, limit, after }, { names }) => ({
        query: given({
          from: timeOf('--from', from),
          until: timeOf('--until', until),
          user_id: user === undefined ? undefined : await names.idOf('user', user),
          operation,
          object_kind: kind,
          object_id: object,
          result,
          limit: wholeNumber('--limit', limit),
          marker: after,
        }),
      }),
      answer: ({ records, next_marker }) => ({
        ...many(records, columns),
        ...(next_marker !== null && { words: `there is more: --after ${next_marker}` }),
      }),
    }),
  ],
}
