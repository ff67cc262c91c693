import type { ApiOperation } from '../../../src/contract/operation.ts'
import { systemRoles } from '../../../src/domain/model/permission/system-roles.ts'
import type { Operations } from '../../../src/domain/operations/index.ts'
import { auditFamily } from '../../../src/http/audit-v1/index.ts'
import { connectionsFamily } from '../../../src/http/connections-v1/index.ts'
import { healthFamily } from '../../../src/http/health-v1/index.ts'
import { iamFamily } from '../../../src/http/iam-v3/index.ts'
import { pcaFamily } from '../../../src/http/pca-v1/index.ts'
import { scmV2Family } from '../../../src/http/scm-v2/index.ts'
import { scmFamily } from '../../../src/http/scm-v3/index.ts'
import type { Family } from '../../../src/http/wire/server-parts.ts'

/** Of what the families declare only; nothing is called. */
const uncalled = {} as Operations

const families = (): Family[] => [
  pcaFamily(uncalled),
  scmFamily(uncalled),
  scmV2Family(uncalled),
  iamFamily(uncalled, { apiUrl: '', region: '' }),
  auditFamily(uncalled),
  healthFamily({ readHealth: () => Promise.reject(new Error('not called')), isWatcher: () => false }),
  connectionsFamily(uncalled),
]

/** docs/permissions.md, as the operations and the system roles declare it. */
export const permissionsDocument = (): string => `# Who may do what

Made from what the operations of the contract and the roles declare; \`CHANCERY_WRITE_DOCS=true npm test\` writes it anew.

An account's own user may do everything in the account; a new user nothing. A policy that allows is granted to a group,
a user or an agency. A Deny wins over every Allow. Where an action has two names (older reference, live service), either
grants and either denies.

| limited by | to what |
|---|---|
| where it is granted | PCA, SCM: on the account, on all projects or on any one, which is the same, since CAs and certificates belong to the account; or on an enterprise project: to what belongs to it. IAM: on the account only |
| \`Resource\` | \`pca:*:*:ca:<id>\`, \`pca:*:*:cert:<id>\`, \`scm:*:*:cert:<id>\`, with \`*\` where you like; \`{"uri":["/iam/agencies/<id>"]}\` for \`iam:agencies:assume\` |
| \`Condition\` | \`g:EnterpriseProjectId\`, \`g:SourceIp\`, \`g:CurrentTime\`, \`g:UserId\`, \`g:UserName\`, \`g:DomainId\`, \`g:DomainName\`, \`g:ProjectName\`; any other key is refused, since nobody would check it |

A list shows what belongs to the enterprise projects that the caller's grants reach. Who may issue into an enterprise
project may use any CA of the account, as with the vendor.

## System roles

| name | as people call it | granted on | allows |
|---|---|---|---|
${systemRoles.map(roleRow).join('\n')}

${families().map(familySection).join('\n\n')}
`

const roleRow = ({ name, displayName, type, policy }: (typeof systemRoles)[number]) =>
  `| \`${name}\` | ${displayName} | ${type} | ${policy.statements
    .flatMap(({ actions }) => actions)
    .map((action) => `\`${action}\``)
    .join(', ')} |`

const familySection = ({ name, routes }: Family): string => `## ${name}

| operation | call | takes | may be limited to |
|---|---|---|---|
${routes.map(({ operation }) => operationRow(operation)).join('\n')}`

const operationRow = (operation: ApiOperation) =>
  `| ${operation.id} | ${operation.method} ${operation.path} | ${takes(operation)} | ${limitOf(operation)} |`

function takes({ action, otherAction, isOwnAllowed }: ApiOperation): string {
  if (action === 'open') return 'nothing'
  if (action === null) return 'being known'
  if (action === 'installation') return 'an administrator of the first account'
  if (action === 'secu_admin') return 'the role `secu_admin`'
  if (otherAction) return `\`${action}\` or \`${otherAction.action}\`, as the body says`
  return `\`${action}\`${isOwnAllowed ? '; to oneself nothing' : ''}`
}

const nouns = { ca: 'CA', cert: 'certificate' } as const

function limitOf({ about }: ApiOperation): string {
  if (!about) return ''
  if ('parameter' in about) return `${nouns[about.kind]}, enterprise project`
  return about.is === 'new' ? `enterprise project of the new ${nouns[about.kind]}` : 'enterprise projects'
}
