import type { Role, RoleType } from './grant.ts'
import type { Statement } from './policy.ts'

/** The role that agencies of PCA need beside any action (API reference PCA 4.1.3), and that manages users. */
export const securityAdministrator = 'secu_admin'

const allow = (...actions: string[]): Statement => ({
  effect: 'Allow',
  actions,
  resources: [],
  conditions: [],
})

/** Everything that only looks; neither exports nor private keys are among it. */
const readsOfPca = ['pca:*:get*', 'pca:*:list*', 'pca:*:quota', 'pca:cert:parseCsr']
const readsOfScm = [
  'scm:cert:get*',
  'scm:cert:list*',
  'scm:certType:get',
  'scm:certProduct:get',
  'scm:pushHistory:list',
  'scm::list*',
  'scm::getCsr',
]

const role = (
  name: string,
  displayName: string,
  type: RoleType,
  description: string,
  ...statements: Statement[]
): Role => ({
  // of the form that all ids have, and the same on every installation
  id: Array.from(name)
    .map((character) => character.charCodeAt(0).toString(16))
    .join('')
    .padEnd(32, '0')
    .slice(0, 32),
  name,
  displayName,
  description,
  accountId: null,
  type,
  policy: { version: '1.1', statements },
  createdAt: 0,
  updatedAt: 0,
})

/** The service's own roles and policies, by the vendor's names. */
export const systemRoles: readonly Role[] = [
  role(
    'te_admin',
    'Tenant Administrator',
    'AA',
    'Everything but IAM',
    allow('pca:*:*', 'scm:*:*', 'cdn:*:*', 'audit:*:*'),
  ),
  role(
    securityAdministrator,
    'Security Administrator',
    'AX',
    'Users, groups, permissions and agencies',
    allow('iam:*:*', 'eps:*:*', securityAdministrator),
  ),
  role(
    'te_agency',
    'Agent Operator',
    'AX',
    'Act for accounts that delegated something',
    allow('iam:agencies:assume'),
  ),
  role(
    'readonly',
    'Tenant Guest',
    'AA',
    'Look at everything but IAM; no export',
    allow(...readsOfPca, ...readsOfScm),
  ),
  role(
    'pca_adm',
    'PCA Administrator',
    'AA',
    'Everything in PCA, and its agencies',
    allow('pca:*:*', securityAdministrator),
  ),
  role('pca_full_access', 'PCA FullAccess', 'AA', 'Everything in PCA', allow('pca:*:*')),
  role(
    'pca_read_only',
    'PCA ReadOnlyAccess',
    'AA',
    'Look at everything in PCA; no export',
    allow(...readsOfPca),
  ),
  role(
    'scm_adm',
    'SCM Administrator',
    'AA',
    'Everything in SCM',
    allow('scm:*:*', 'cdn:configuration:queryHttpsConf'),
  ),
  role(
    'scm_full_access',
    'SCM FullAccess',
    'AA',
    'Everything in SCM',
    allow('scm:*:*', 'cdn:configuration:queryHttpsConf'),
  ),
  role(
    'scm_read_only',
    'SCM ReadOnlyAccess',
    'AA',
    'Look at everything in SCM; no export',
    allow(...readsOfScm),
  ),
]

const byId = new Map(systemRoles.map((one) => [one.id, one]))

/** By either of its names. */
export const findSystemRoleNamed = (name: string): Role | undefined =>
  systemRoles.find((role) => role.name === name || role.displayName === name)

export const findSystemRole = (id: string): Role | undefined => byId.get(id)
