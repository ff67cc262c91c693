/** What `contract-plugin.ts` makes of `src/contract`. */
declare module 'virtual:contract' {
  import type { ApiOperation } from '../../src/contract/operation.ts'

  /** An operation as it is called; its shapes are types alone. */
  export interface Called<Operation> {
    readonly method: string
    readonly path: string
    readonly action: ApiOperation['action']
    /** Never there: holds what the compiler knows. */
    readonly operation?: Operation
  }
  type CalledOf<Value> = Value extends { readonly method: string; readonly path: string }
    ? Called<Value>
    : Value extends string | number | boolean | null | undefined
      ? Value
      : { readonly [Key in keyof Value]: CalledOf<Value[Key]> }

  export const pca: {
    readonly authorities: CalledOf<typeof import('../../src/contract/pca-v1/authorities.ts')>
    readonly certificates: CalledOf<typeof import('../../src/contract/pca-v1/certificates.ts')>
    readonly revocation: CalledOf<typeof import('../../src/contract/pca-v1/revocation.ts')>
    readonly tags: CalledOf<typeof import('../../src/contract/pca-v1/tags.ts')>
  }
  export const scm: {
    readonly certificates: CalledOf<typeof import('../../src/contract/scm-v3/certificates.ts')>
    readonly keyStores: CalledOf<typeof import('../../src/contract/scm-v3/key-stores.ts')>
    readonly notices: CalledOf<typeof import('../../src/contract/scm-v3/notices.ts')>
    readonly orders: CalledOf<typeof import('../../src/contract/scm-v3/orders.ts')>
    readonly pushes: CalledOf<typeof import('../../src/contract/scm-v3/pushes.ts')>
    readonly renewals: CalledOf<typeof import('../../src/contract/scm-v3/renewals.ts')>
    readonly reviews: CalledOf<typeof import('../../src/contract/scm-v3/reviews.ts')>
    readonly requests: CalledOf<typeof import('../../src/contract/scm-v3/requests.ts')>
    readonly tags: CalledOf<typeof import('../../src/contract/scm-v3/tags.ts')>
  }
  export const iam: {
    readonly accessKeys: CalledOf<typeof import('../../src/contract/iam-v3/access-keys.ts')>
    readonly enterpriseProjects: CalledOf<typeof import('../../src/contract/iam-v3/enterprise-projects.ts')>
    readonly federation: CalledOf<typeof import('../../src/contract/iam-v3/federation.ts')>
    readonly grants: CalledOf<typeof import('../../src/contract/iam-v3/grants.ts')>
    readonly groups: CalledOf<typeof import('../../src/contract/iam-v3/groups.ts')>
    readonly permissions: CalledOf<typeof import('../../src/contract/iam-v3/permissions.ts')>
    readonly projects: CalledOf<typeof import('../../src/contract/iam-v3/projects.ts')>
    readonly quotas: CalledOf<typeof import('../../src/contract/iam-v3/quotas.ts')>
    readonly roles: CalledOf<typeof import('../../src/contract/iam-v3/roles.ts')>
    readonly tokens: CalledOf<typeof import('../../src/contract/iam-v3/tokens.ts')>
    readonly users: CalledOf<typeof import('../../src/contract/iam-v3/users.ts')>
  }
  export const audit: {
    readonly records: CalledOf<typeof import('../../src/contract/audit-v1/records.ts')>
    readonly verification: CalledOf<typeof import('../../src/contract/audit-v1/verification.ts')>
  }
  export const connections: {
    readonly connections: CalledOf<typeof import('../../src/contract/connections-v1/connections.ts')>
  }
  export const health: {
    readonly health: CalledOf<typeof import('../../src/contract/health-v1/health.ts')>
  }
}
