import type { Tools } from '../command.ts'

/** The id of an enterprise project by its name or id; `0` and `all` are words of the API. */
export const projectOf = async (project: string | undefined, { names }: Tools) =>
  project === undefined || project === '0' || project === 'all'
    ? project
    : await names.idOf('enterprise-project', project)
