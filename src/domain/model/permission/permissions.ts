import { namesOf } from './action-names.ts'
import { holds } from './condition.ts'
import { fitsGlob } from './glob.ts'
import type { HeldGrant } from './grant.ts'
import type { Condition, ConditionContext, Policy, Statement } from './policy.ts'
import { type Claim, everything, type Reach } from './reach.ts'

/** Everything that was granted to somebody, ready to be asked; kept while nothing of it changes. */
export interface Permissions {
  /** The account itself, or who was made its administrator, may do everything in it. */
  readonly isUnlimited: boolean
  readonly grants: readonly HeldGrant[]
  /** What was asked already; the statements that name an action depend on nothing else. */
  readonly byAction: Map<string, readonly Candidate[]>
}

/** A statement that names the action, with the grant that it came by. */
interface Candidate {
  readonly statement: Statement
  readonly source: Omit<Claim, 'resources' | 'objectConditions'>
  readonly circumstances: readonly Condition[]
  readonly objectConditions: readonly Condition[]
}

/** An action is asked for under few names; a caller can't make it more. */
const mostKept = 500

export const permissionsOf = (isUnlimited: boolean, grants: readonly HeldGrant[]): Permissions => ({
  isUnlimited,
  grants,
  byAction: new Map(),
})

/** What they reach with one action, once who asks, when and from where is settled. */
export function reachOf(permissions: Permissions, action: string, context: ConditionContext): Reach {
  if (permissions.isUnlimited) return everything
  const claims = candidatesOf(permissions, action).filter(({ circumstances }) =>
    circumstances.every((condition) => holds(condition, context)),
  )
  return {
    isUnlimited: false,
    allows: claims.filter(({ statement }) => statement.effect === 'Allow').map(claimOf),
    denies: claims.filter(({ statement }) => statement.effect === 'Deny').map(claimOf),
  }
}

const claimOf = ({ statement: { resources }, source, objectConditions }: Candidate): Claim => ({
  ...source,
  resources,
  objectConditions,
})

function candidatesOf(permissions: Permissions, action: string): readonly Candidate[] {
  const { byAction, grants } = permissions
  const known = byAction.get(action)
  if (known) return known
  const names = namesOf(action)
  const found = grants
    .filter((grant) => counts(grant, action))
    .flatMap((grant) => candidatesIn(grant.role.policy, grant, names))
  if (byAction.size < mostKept) byAction.set(action, found)
  return found
}

/** IAM and enterprise projects belong to the account as a whole: a grant on a part of it gives nothing of them. */
const counts = ({ scope }: HeldGrant, action: string) =>
  scope.kind === 'account' || scope.kind === 'all-projects' || !/^(?:iam|eps|secu_admin)(?::|$)/i.test(action)

const candidatesIn = (policy: Policy, grant: HeldGrant, names: readonly string[]): Candidate[] =>
  policy.statements.flatMap((statement, place) =>
    statement.actions.some((pattern) => names.some((name) => fitsGlob(pattern, name)))
      ? [candidateOf(statement, place, grant)]
      : [],
  )

const candidateOf = (
  statement: Statement,
  place: number,
  { role, scope, subject }: HeldGrant,
): Candidate => ({
  statement,
  source: { roleId: role.id, roleName: role.displayName, place, scope, subject },
  circumstances: statement.conditions.filter((condition) => !isOfObject(condition)),
  objectConditions: statement.conditions.filter(isOfObject),
})

const isOfObject = ({ key }: Condition) => key === 'g:EnterpriseProjectId'
