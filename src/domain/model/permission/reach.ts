import type { CompiledCondition } from './condition.ts'
import type { GrantScope, GrantSubject } from './grant.ts'

/** A statement that allows or denies an action, and the objects that it speaks of. */
export interface Claim {
  readonly roleId: string
  readonly roleName: string
  /** Which statement of the role's policy, counted from 0. */
  readonly place: number
  readonly scope: GrantScope
  readonly subject: GrantSubject
  /** Null for all. */
  readonly fitsResource: ((resource: string) => boolean) | null
  readonly objectConditions: readonly CompiledCondition[]
}

/** What somebody may do one action on: decided but for the object. */
export interface Reach {
  readonly isUnlimited: boolean
  readonly allows: readonly Claim[]
  readonly denies: readonly Claim[]
  /** What a session was narrowed to: it must allow too. */
  readonly within?: Reach
}

export const everything: Reach = { isUnlimited: true, allows: [], denies: [] }
export const nothing: Reach = { isUnlimited: false, allows: [], denies: [] }

/** What an action is done to, in the words of policies. */
export interface PolicyObject {
  /** `pca::<account>:ca:<id>`; the id is empty for one that is yet to be, and `*` for no single one. Any may fit. */
  readonly resources: readonly string[]
  readonly enterpriseProjectId?: string
}

export interface Judgement {
  readonly isAllowed: boolean
  /** The statement that decided; none where nothing allows it, or where nothing is asked of an administrator. */
  readonly by?: Claim
}

/** Deny wins, and what nothing allows is denied. */
export function judge(reach: Reach, object: PolicyObject): Judgement {
  const narrowed = reach.within && judge(reach.within, object)
  if (narrowed?.isAllowed === false) return narrowed
  if (reach.isUnlimited) return { isAllowed: true }
  const denied = reach.denies.find((claim) => speaksOf(claim, object))
  if (denied) return { isAllowed: false, by: denied }
  const allowed = reach.allows.find((claim) => speaksOf(claim, object))
  return allowed ? { isAllowed: true, by: allowed } : { isAllowed: false }
}

/** Whether a statement denies it, and not only nothing allows it. */
export function isDenied(reach: Reach, object: PolicyObject): boolean {
  if (reach.within && isDenied(reach.within, object)) return true
  return reach.denies.some((claim) => speaksOf(claim, object))
}

/** Without what was granted on other projects than this; all of it where no project is named. */
export function inProject(reach: Reach, projectId: string | undefined): Reach {
  if (projectId === undefined) return reach
  const counts = ({ scope }: Claim) => scope.kind !== 'project' || scope.id === projectId
  return { ...reach, allows: reach.allows.filter(counts), denies: reach.denies.filter(counts) }
}

/** Whether there can be an object that it is allowed on. */
export const isPossible = ({ isUnlimited, allows, denies, within }: Reach): boolean =>
  (isUnlimited || (allows.length > 0 && !denies.some(isAboutEverything))) && (!within || isPossible(within))

/** Whether it is allowed on everything, so that no object need be looked at. */
export const isSettled = ({ isUnlimited, allows, denies, within }: Reach): boolean =>
  (isUnlimited || (denies.length === 0 && allows.some(isAboutEverything))) && (!within || isSettled(within))

const isAboutEverything = ({ scope, fitsResource, objectConditions }: Claim) =>
  scope.kind !== 'enterprise-project' && fitsResource === null && objectConditions.length === 0

function speaksOf({ scope, fitsResource, objectConditions }: Claim, object: PolicyObject): boolean {
  const { enterpriseProjectId } = object
  if (scope.kind === 'enterprise-project' && scope.id !== enterpriseProjectId) return false
  if (fitsResource && !object.resources.some(fitsResource)) return false
  const context = enterpriseProjectId === undefined ? {} : { 'g:EnterpriseProjectId': enterpriseProjectId }
  return objectConditions.every((holds) => holds(context))
}
