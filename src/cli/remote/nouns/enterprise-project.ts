import * as contract from '../../../contract/iam-v3/enterprise-projects.ts'
import type { Static } from '../../../contract/operation.ts'
import { done, many, one } from '../answer.ts'
import { bind, given, type Noun, type Tools } from '../command.ts'
import { Misuse } from '../faults.ts'
import { oneOfFlag } from '../one-of-flag.ts'
import type { Column } from '../table.ts'

const columns: readonly Column<Static<typeof contract.EnterpriseProject>>[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['enabled', ({ status }) => status === 1],
  ['type', ({ type }) => type],
  ['description', ({ description }) => description],
]

const profileOptions = {
  '--description <text>': 'what the project is for',
  '--type <type>': 'prod or poc',
} as const
const profileOf = ({ description, type }: { readonly description?: string; readonly type?: string }) =>
  given({
    description,
    type: type === undefined ? undefined : oneOfFlag('--type', type, ['prod', 'poc']),
  })

const paramsOf = async (project: string, { names }: Tools) => ({
  enterprise_project_id: await names.idOf('enterprise-project', project),
})

const switchTo = <const Verb extends 'enable' | 'disable'>(verb: Verb) =>
  bind(`${verb} <enterprise-project>`, contract.switchEnterpriseProject, {
    input: async ({ 'enterprise-project': project }, tools) => ({
      params: await paramsOf(project, tools),
      body: { action: verb },
    }),
    answer: (_, { 'enterprise-project': project }) => done(`enterprise project ${project} is ${verb}d`),
  })

export const enterpriseProject: Noun = {
  name: 'enterprise-project',
  summary: 'what resources are put into, and permissions limited to',
  commands: [
    bind('list', contract.listEnterpriseProjects, {
      input: () => ({}),
      answer: ({ enterprise_projects }) => many(enterprise_projects, columns),
    }),
    bind('create <name>', contract.createEnterpriseProject, {
      options: profileOptions,
      input: ({ name, ...profile }) => ({ body: { name, ...profileOf(profile) } }),
      answer: ({ enterprise_project }) => one(enterprise_project, columns),
    }),
    bind('update <enterprise-project>', contract.updateEnterpriseProject, {
      options: { '--name <name>': 'the new name', ...profileOptions },
      async input({ 'enterprise-project': project, name, ...profile }, tools) {
        const body = { ...given({ name }), ...profileOf(profile) }
        if (Object.keys(body).length === 0) throw new Misuse('nothing is to be changed')
        return { params: await paramsOf(project, tools), body }
      },
      answer: ({ enterprise_project }) => one(enterprise_project, columns),
    }),
    switchTo('enable'),
    switchTo('disable'),
  ],
}
