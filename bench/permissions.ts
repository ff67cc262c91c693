import type { HeldGrant } from '../src/domain/model/permission/grant.ts'
import { parsePolicy } from '../src/domain/model/permission/parse-policy.ts'
import { permissionsOf, reachOf } from '../src/domain/model/permission/permissions.ts'
import { resourceObject } from '../src/domain/model/permission/policy-object.ts'
import { judge } from '../src/domain/model/permission/reach.ts'
import type { BenchRow } from './report.ts'
import { alternating } from './timing.ts'

const policies = 20
const statements = 8
const actions = ['pca:ca:get', 'pca:cert:*', 'scm:cert:l*t', 'iam:users:listUsers', 'pca:ca:issue*']

/** More than anybody has: each statement with patterns, resources and a condition. */
const grants: HeldGrant[] = Array.from({ length: policies }, (_, place) => ({
  subject: { kind: 'group', id: `group-${place}` },
  roleId: `role-${place}`,
  scope: { kind: 'account' },
  role: {
    id: `role-${place}`,
    name: `role-${place}`,
    displayName: `role-${place}`,
    description: '',
    accountId: 'account',
    type: 'AA',
    policy: parsePolicy(
      {
        Version: '1.1',
        Statement: Array.from({ length: statements }, (_, index) => ({
          Effect: index === 0 ? 'Deny' : 'Allow',
          Action: actions,
          Resource: [`pca:*:*:ca:${place}-${index}`, `pca:*:*:cert:${place}-*`],
          Condition: { IpAddress: { 'g:SourceIp': ['192.0.2.0/24', '198.51.100.0/24', '10.0.0.0/8'] } },
        })),
      },
      'policy',
    ),
    createdAt: 0,
    updatedAt: 0,
  },
}))

/** One decision, from the held policies to allowed or denied, with what a running server keeps of them. */
export function benchPermissions(): BenchRow[] {
  const few = permissionsOf(false, grants.slice(0, 2))
  const many = permissionsOf(false, grants)
  const context = { 'g:SourceIp': '10.1.2.3', 'g:CurrentTime': '2026-11-28T00:00:00Z' }
  const object = resourceObject('pca', 'account', {
    kind: 'ca',
    id: `${policies - 1}-7`,
    enterpriseProjectId: '0',
  })
  const decide = (permissions: typeof few) => () => {
    judge(reachOf(permissions, 'pca:ca:get', context), object)
  }
  const [ofFew = 0, ofMany = 0] = alternating([decide(few), decide(many)], 5_000, 7)
  const microseconds = (perSecond: number) => `${(1e6 / perSecond).toFixed(1)} us`
  return [
    {
      name: `Permission, 2 policies of ${statements} statements`,
      value: microseconds(ofFew),
      target: 'at most 20 us',
    },
    { name: `Permission, ${policies} policies of ${statements} statements`, value: microseconds(ofMany) },
  ]
}
