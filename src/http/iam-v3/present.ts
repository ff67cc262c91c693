import type {
  AccessKeyProfile,
  Delegation,
  EnterpriseProject,
  Group,
  Project,
  UserProfile,
} from '../../domain/model/identity.ts'
import type { Role } from '../../domain/model/permission/grant.ts'
import { writePolicy } from '../../domain/model/permission/parse-policy.ts'
import type { Scene } from '../wire/route.ts'

/** Where links of answers lead, and the region that this installation is. */
export interface IamSettings {
  readonly apiUrl: string
  readonly region: string
}

/** Nouns of identity in the words of Keystone and of the vendor's extensions. */
export function presenters({ apiUrl }: IamSettings) {
  const linkTo = (path: string) => ({ self: `${apiUrl}${path}` })
  const listLinks = (path: string) => ({ ...linkTo(path), next: null, previous: null })

  const user = ({ id, name, accountId, isEnabled, description, email, phone, ...rest }: UserProfile) => {
    const [areacode = '', number = ''] = (phone ?? '').split('-')
    return {
      id,
      name,
      domain_id: accountId,
      enabled: isEnabled,
      description,
      email: email ?? '',
      areacode,
      phone: number,
      is_domain_owner: rest.isAdministrator,
      access_mode: rest.accessMode,
      pwd_status: rest.isPasswordInitial,
      create_time: secondsText(rest.createdAt),
      password_expires_at: null,
      links: linkTo(`/v3/users/${id}`),
    }
  }

  const group = ({ id, name, description, createdAt }: Group, { caller }: Scene) => ({
    id,
    name,
    domain_id: caller.account.id,
    description,
    create_time: createdAt,
    links: linkTo(`/v3/groups/${id}`),
  })

  const project = ({ id, name, description, isEnabled }: Project, { caller }: Scene) => ({
    id,
    name,
    domain_id: caller.account.id,
    parent_id: caller.account.id,
    is_domain: false,
    enabled: isEnabled,
    description,
    links: listLinks(`/v3/projects/${id}`),
  })

  const role = ({ id, name, displayName, description, type, accountId, policy, ...rest }: Role) => ({
    id,
    name,
    display_name: displayName,
    description,
    description_cn: description,
    catalog: accountId === null ? 'BASE' : 'CUSTOMED',
    type,
    flag: accountId === null ? 'fine_grained' : null,
    domain_id: accountId,
    policy: writePolicy(policy),
    created_time: String(rest.createdAt),
    updated_time: String(rest.updatedAt),
    links: linkTo(`/v3/roles/${id}`),
  })

  return { linkTo, listLinks, user, group, project, role }
}

export type Presenters = ReturnType<typeof presenters>

export const presentAccessKey = ({ id, userId, isEnabled, createdAt, description }: AccessKeyProfile) => ({
  user_id: userId,
  access: id,
  status: isEnabled ? 'active' : 'inactive',
  create_time: timestamp(createdAt),
  description,
})

export const presentEnterpriseProject = (project: EnterpriseProject) => ({
  id: project.id,
  name: project.name,
  description: project.description,
  status: project.isEnabled ? 1 : 2,
  type: project.type,
  created_at: secondsText(project.createdAt),
  updated_at: secondsText(project.updatedAt),
  delete_flag: false,
})

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export const presentAgency = (
  { id, name, description, trustedAccount, createdAt, expiresAt }: Delegation,
  { caller }: Scene,
) => ({
  id,
  name,
  domain_id: caller.account.id,
  trust_domain_id: trustedAccount.id,
  trust_domain_name: trustedAccount.name,
  description,
  duration: durationOf(createdAt, expiresAt),
  expire_time: expiresAt === null ? null : timestamp(expiresAt),
  create_time: timestamp(createdAt),
})

const durationOf = (createdAt: number, expiresAt: number | null): string => {
  if (expiresAt === null) return 'FOREVER'
  return expiresAt - createdAt === dayMs ? 'ONEDAY' : String((expiresAt - createdAt) / hourMs)
}

/** Keystone's microseconds: `2026-11-20T10:00:00.000000Z`. */
export const timestamp = (ms: number) => new Date(ms).toISOString().replace('Z', '000Z')

const secondsText = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
