import type { Delegation, EnterpriseProject, Group, UserProfile } from '../../src/domain/model/identity.ts'
import type { Role } from '../../src/domain/model/permission/grant.ts'
import { newId, now } from './sample-nouns.ts'

export const aUser = (accountId: string, changes: Partial<UserProfile> = {}): UserProfile => ({
  id: newId(),
  accountId,
  name: newId(),
  isEnabled: true,
  isAdministrator: false,
  epoch: 3,
  description: 'a user',
  email: 'user@example.test',
  phone: null,
  accessMode: 'default',
  isPasswordInitial: true,
  createdAt: now,
  ...changes,
})

export const aGroup = (changes: Partial<Group> = {}): Group => ({
  id: newId(),
  name: newId(),
  description: 'a group',
  createdAt: now,
  ...changes,
})

export const aRole = (accountId: string, changes: Partial<Role> = {}): Role => ({
  id: newId(),
  name: 'custom',
  displayName: newId(),
  description: 'a role',
  accountId,
  type: 'AA',
  policy: {
    version: '1.1',
    statements: [
      {
        effect: 'Deny',
        actions: ['pca:ca:*'],
        resources: ['pca:*:*:ca:*'],
        conditions: [{ operator: 'StringEquals', key: 'g:UserName', values: ['a', 'b'] }],
      },
    ],
  },
  createdAt: now,
  updatedAt: now,
  ...changes,
})

export const anEnterpriseProject = (changes: Partial<EnterpriseProject> = {}): EnterpriseProject => ({
  id: newId(),
  name: newId(),
  description: '',
  type: 'poc',
  isEnabled: true,
  createdAt: now,
  updatedAt: now,
  ...changes,
})

export const aDelegation = (changes: Partial<Delegation> = {}): Delegation => ({
  id: newId(),
  name: newId(),
  description: '',
  trustedAccount: { id: newId(), name: 'trusted' },
  expiresAt: null,
  createdAt: now,
  ...changes,
})
