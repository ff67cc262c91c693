import * as contract from '../../../contract/iam-v3/permissions.ts'
import type { AnswerOf } from '../../../contract/operation.ts'
import type { Answer } from '../answer.ts'
import { command, given, type Noun, type Tools } from '../command.ts'
import { Misuse } from '../faults.ts'
import { grantWords } from '../grant-words.ts'
import { type Column, listTable, nounTable } from '../table.ts'

type Explanation = AnswerOf<typeof contract.explainPermission>
type Statement = Explanation['considered'][number]

const verdict: readonly Column<Explanation>[] = [
  ['allowed', ({ allowed }) => allowed],
  ['because', ({ because }) => because],
]

interface ResourceFlags {
  readonly ca?: string
  readonly certificate?: string
}

function resourceOf({ ca, certificate }: ResourceFlags) {
  if (ca !== undefined && certificate !== undefined) throw new Misuse('name a CA or a certificate')
  if (ca !== undefined) return { kind: 'ca' as const, id: ca }
  return certificate === undefined ? undefined : { kind: 'cert' as const, id: certificate }
}

export const permission: Noun = {
  name: 'permission',
  summary: 'why somebody may do something, or may not',
  commands: [
    command('explain <user> <action>', contract.explainPermission.summary, {
      options: {
        '--ca <id>': 'done to this CA',
        '--certificate <id>': 'done to this certificate',
        '--enterprise-project <project>': 'done to something new in it',
        '--source-ip <address>': 'asked from there; from here unless told',
      },
      async run({ user, action, 'enterprise-project': project, 'source-ip': source_ip, ...flags }, tools) {
        const { names, ask } = tools
        const resource = resourceOf(flags)
        const enterprise_project_id =
          project === undefined ? undefined : await names.idOf('enterprise-project', project)
        const user_id = await names.idOf('user', user)
        const body = { user_id, action, ...given({ resource, enterprise_project_id, source_ip }) }
        return answerOf(await ask(contract.explainPermission, { body }), tools)
      },
    }),
  ],
}

const answerOf = (explanation: Explanation, tools: Tools): Answer => ({
  noun: explanation,
  table: async () => {
    const statements = await statementTable(explanation, tools)
    return nounTable(explanation, verdict) + (statements && `\n${statements}`)
  },
})

/** Every statement that speaks of the action; the one that decided is marked. */
async function statementTable({ considered, decisive }: Explanation, { names }: Tools): Promise<string> {
  if (considered.length === 0) return ''
  const words = await grantWords(
    considered.map(({ role_id, granted_to, scope }) => ({ role: role_id, to: granted_to, on: scope })),
    names,
  )
  const rows = considered.map((statement, place) => ({ statement, words: words[place] }))
  return listTable(rows, [
    ['decides', ({ statement }) => (isSame(statement, decisive) ? 'yes' : '')],
    ['effect', ({ statement }) => statement.effect],
    ['policy', ({ statement }) => statement.role_name],
    ['statement', ({ statement }) => statement.statement],
    ['to', (row) => row.words?.to],
    ['on', (row) => row.words?.on],
  ])
}

const isSame = (statement: Statement, decisive: Statement | null) =>
  JSON.stringify(statement) === JSON.stringify(decisive)
