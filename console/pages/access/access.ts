import { iam } from 'virtual:contract'
import type { Group as GroupShape } from '../../../src/contract/iam-v3/groups.ts'
import type { Role as RoleShape } from '../../../src/contract/iam-v3/roles.ts'
import type { User as UserShape } from '../../../src/contract/iam-v3/users.ts'
import type { Static } from '../../../src/contract/operation.ts'

export type User = Static<typeof UserShape>
export type Group = Static<typeof GroupShape>
export type Role = Static<typeof RoleShape>

/** Of operations that there are two names for, the vendor's. */
export const createUser = iam.users.createUser[1]
export const showUser = iam.users.showUser[1]
export const updateUser = iam.users.updateUser[1]

/** What IAM writes as `2026-11-30 08:15:00.0` or in ISO form, in ms. */
export function readIamTime(text: string): number | null {
  const time = Date.parse(text.includes('T') ? text : `${text.slice(0, 19).replace(' ', 'T')}Z`)
  return Number.isNaN(time) ? null : time
}

/** Everything of an account that may be granted. */
export const everyRole = { query: { per_page: 300 } }
export const roleTitle = ({ display_name, name }: Pick<Role, 'display_name' | 'name'>): string =>
  display_name || name
