import * as contract from '../../../contract/iam-v3/projects.ts'
import type { AnswerOf } from '../../../contract/operation.ts'
import { done, many, one } from '../answer.ts'
import { bind, given, type Noun } from '../command.ts'
import { Misuse } from '../faults.ts'
import type { Column } from '../table.ts'

type Project = AnswerOf<typeof contract.listProjects>['projects'][number]

const columns: readonly Column<Project>[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['enabled', ({ enabled }) => enabled],
  ['description', ({ description }) => description],
]

const switchTo = <const Verb extends 'suspend' | 'resume'>(verb: Verb) =>
  bind(`${verb} <project>`, contract.switchProject, {
    input: async ({ project }, { names }) => ({
      params: { project_id: await names.idOf('project', project) },
      body: { project: { status: verb === 'resume' ? ('normal' as const) : ('suspended' as const) } },
    }),
    answer: (_, { project }) =>
      done(verb === 'resume' ? `project ${project} is taken up again` : `project ${project} is suspended`),
  })

export const project: Noun = {
  name: 'project',
  summary: 'what tokens are taken for',
  commands: [
    bind('list', contract.listProjects, {
      input: () => ({}),
      answer: ({ projects }) => many(projects, columns),
    }),
    bind('create <name>', contract.createProject, {
      options: { '--description <text>': 'what the project is for' },
      input: ({ name, description }) => ({ body: { project: { name, ...given({ description }) } } }),
      answer: ({ project }) => one(project, columns),
    }),
    bind('update <project>', contract.updateProject, {
      options: { '--name <name>': 'the new name', '--description <text>': 'what the project is for' },
      async input({ project, name, description }, { names }) {
        const changes = given({ name, description })
        if (Object.keys(changes).length === 0) throw new Misuse('nothing is to be changed')
        return { params: { project_id: await names.idOf('project', project) }, body: { project: changes } }
      },
      answer: ({ project }) => one(project, columns),
    }),
    bind('delete <project>', contract.deleteProject, {
      input: async ({ project }, { names }) => ({
        params: { project_id: await names.idOf('project', project) },
      }),
      answer: (_, { project }) => done(`project ${project} is deleted`),
    }),
    switchTo('suspend'),
    switchTo('resume'),
  ],
}
