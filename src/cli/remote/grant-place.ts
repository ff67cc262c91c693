import { listAuthorizedAccounts } from '../../contract/iam-v3/accounts.ts'
import { type GrantOperations, grantOperations } from '../../contract/iam-v3/grants.ts'
import type { Tools } from './command.ts'
import { Misuse } from './faults.ts'

/** To whom something is granted, by name or id. */
export interface SubjectFlags {
  readonly user?: string
  readonly group?: string
  readonly agency?: string
}

export const subjectOptions = {
  '--group <group>': 'to whom: a group',
  '--user <user>': 'to whom: a user, on an enterprise project only',
  '--agency <agency>': 'to whom: an agency',
} as const

export const placeForms = 'account, all-projects, project:<project> or enterprise-project:<project>'

interface Named<Kind> {
  readonly kind: Kind
  readonly id: string
}
export type Subject = Named<GrantOperations['subject']>
export type Place = Named<GrantOperations['scope']>

/** Undefined where nobody is named. */
export async function readSubject(flags: SubjectFlags, { names }: Tools): Promise<Subject | undefined> {
  const named = (['group', 'user', 'agency'] as const).flatMap((kind) => {
    const text = flags[kind]
    return text === undefined ? [] : [{ kind, text }]
  })
  if (named.length > 1) throw new Misuse('name one of --group, --user and --agency')
  const [only] = named
  return only && { kind: only.kind, id: await names.idOf(only.kind, only.text) }
}

const placeForm = /^(?:(account|all-projects)|(project|enterprise-project):(.+))$/

/** Where something is granted: the account's id stands for it and for all of its projects. */
export async function readPlace(text: string, { ask, names }: Tools): Promise<Place> {
  const [, whole, part, name = ''] = placeForm.exec(text) ?? []
  if (whole === 'account' || whole === 'all-projects') {
    const { domains } = await ask(listAuthorizedAccounts, {})
    return { kind: whole, id: domains[0]?.id ?? '' }
  }
  if (part === 'project' || part === 'enterprise-project')
    return { kind: part, id: await names.idOf(part, name) }
  throw new Misuse(`--on must be ${placeForms}; it is ${JSON.stringify(text)}`)
}

/** The operations for somebody in some place, with their parameters but the role. */
export function grantOperationsOf(subject: Subject, place: Place) {
  const operations = grantOperations.find((one) => one.subject === subject.kind && one.scope === place.kind)
  if (!operations) throw new Misuse(`--${subject.kind} can not be granted anything on ${place.kind}`)
  return { operations, params: { [`${subject.kind}_id`]: subject.id, [parameterOf[place.kind]]: place.id } }
}

const parameterOf = {
  account: 'domain_id',
  'all-projects': 'domain_id',
  project: 'project_id',
  'enterprise-project': 'enterprise_project_id',
} as const satisfies Record<Place['kind'], string>
