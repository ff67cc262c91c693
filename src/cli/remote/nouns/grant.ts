import * as contract from '../../../contract/iam-v3/grants.ts'
import type { AnswerOf } from '../../../contract/operation.ts'
import { type Answer, done } from '../answer.ts'
import { command, type Noun, type Tools } from '../command.ts'
import { Misuse } from '../faults.ts'
import {
  grantOperationsOf,
  type Place,
  placeForms,
  readPlace,
  readSubject,
  type Subject,
  type SubjectFlags,
  subjectOptions,
} from '../grant-place.ts'
import { type GrantIds, grantWords } from '../grant-words.ts'
import { listTable } from '../table.ts'

type Assignment = AnswerOf<typeof contract.listGrants>['role_assignments'][number]

const required = { '--role <policy>': 'what: a policy', '--on <place>': `where: ${placeForms}` } as const

/** Grants, or takes back. */
const changing = (verb: 'add' | 'remove', summary: string, which: 'grant' | 'revoke', isDone: string) =>
  command(verb, summary, {
    required,
    options: subjectOptions,
    async run({ role, on, ...flags }, tools) {
      const { operations, params } = await operationsOf(flags, on, tools)
      await tools.ask(operations[which], {
        params: { ...params, role_id: await tools.names.idOf('policy', role) },
      })
      return done(`${role} is ${isDone} ${flags.group ?? flags.user ?? flags.agency} on ${on}`)
    },
  })

async function operationsOf(flags: SubjectFlags, on: string, tools: Tools) {
  const subject = await readSubject(flags, tools)
  if (!subject) throw new Misuse('say to whom: --group, --user or --agency')
  return grantOperationsOf(subject, await readPlace(on, tools))
}

export const grant: Noun = {
  name: 'grant',
  summary: 'what is granted to whom, and where',
  commands: [
    command('list', contract.listGrants.summary, {
      options: { '--role <policy>': 'of a policy', ...subjectOptions, '--on <place>': placeForms },
      async run({ role, on, ...flags }, tools) {
        const subject = await readSubject(flags, tools)
        const place = on === undefined ? undefined : await readPlace(on, tools)
        const query = {
          ...(role !== undefined && { role_id: await tools.names.idOf('policy', role) }),
          ...subjectQuery(subject),
          ...placeQuery(place),
        }
        const { role_assignments: all } = await tools.ask(contract.listGrants, { query })
        return answerOf(all.filter(isIn(place)), tools)
      },
    }),
    changing('add', 'Grant a policy', 'grant', 'granted to'),
    changing('remove', 'Take back a policy that is granted', 'revoke', 'taken back from'),
  ],
}

const subjectQuery = (subject: Subject | undefined) =>
  subject ? { [`subject.${subject.kind}_id`]: subject.id } : {}

function placeQuery(place: Place | undefined): Record<string, string> {
  if (place?.kind === 'project') return { 'scope.project_id': place.id }
  if (place?.kind === 'enterprise-project') return { 'scope.enterprise_projects_id': place.id }
  return place?.kind === 'account' ? { 'scope.domain_id': place.id } : {}
}

/** The API can't be asked for what is granted on all projects alone. */
const isIn = (place: Place | undefined) => (assignment: Assignment) =>
  place?.kind !== 'all-projects' || assignment.is_inherited

const answerOf = (assignments: readonly Assignment[], { names }: Tools): Answer => ({
  noun: assignments,
  table: async () =>
    listTable(await grantWords(assignments.map(idsOf), names), [
      ['role', ({ role }) => role],
      ['to', ({ to }) => to],
      ['on', ({ on }) => on],
    ]),
})

function idsOf({ role, scope, is_inherited, ...subjects }: Assignment): GrantIds {
  const kind = (['user', 'group', 'agency'] as const).find((one) => subjects[one]) ?? 'user'
  return { role: role.id, to: { kind, id: subjects[kind]?.id ?? '' }, on: placeOf(scope, is_inherited) }
}

function placeOf({ project, enterprise_project }: Assignment['scope'], isInherited: boolean) {
  if (project) return { kind: 'project', id: project.id }
  if (enterprise_project) return { kind: 'enterprise-project', id: enterprise_project.id }
  return { kind: isInherited ? 'all-projects' : 'account', id: null }
}
