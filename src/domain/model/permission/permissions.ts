import { namesOf } from './action-names.ts'
import { type CompiledCondition, compileCondition } from './condition.ts'
import { compileGlob } from './glob.ts'
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

/** A statement that names the action, ready to be asked. */
interface Candidate {
  readonly effect: Statement['effect']
  readonly circumstances: readonly CompiledCondition[]
  readonly claim: Claim
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
  const [allows, denies]: [Claim[], Claim[]] = [[], []]
  for (const { effect, circumstances, claim } of candidatesOf(permissions, action)) {
    if (!circumstances.every((holds) => holds(context))) continue
    if (effect === 'Allow') allows.push(claim)
    else denies.push(claim)
  }
  return { isUnlimited: false, allows, denies }
}

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
  policy.statements.flatMap((statement, place) => {
    const isNamed = statement.actions.map(compileGlob).some((fits) => names.some(fits))
    return isNamed ? [candidateOf(statement, place, grant)] : []
  })

function candidateOf(statement: Statement, place: number, { role, scope, subject }: HeldGrant): Candidate {
  const { effect, resources, conditions } = statement
  return {
    effect,
    circumstances: conditions.filter((condition) => !isOfObject(condition)).map(compileCondition),
    claim: {
      roleId: role.id,
      roleName: role.displayName,
      place,
      scope,
      subject,
      fitsResource: compileResources(resources),
      objectConditions: conditions.filter(isOfObject).map(compileCondition),
    },
  }
}

function compileResources(patterns: readonly string[]): Claim['fitsResource'] {
  if (patterns.length === 0 || patterns.includes('*')) return null
  const globs = patterns.map(compileGlob)
  return (resource) => globs.some((fits) => fits(resource))
}

const isOfObject = ({ key }: Condition) => key === 'g:EnterpriseProjectId'
