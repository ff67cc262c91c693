import type { Noun } from '../command.ts'
import { accessKey } from './access-key.ts'
import { account } from './account.ts'
import { agency } from './agency.ts'
import { audit } from './audit.ts'
import { certificate } from './certificate.ts'
import { connections } from './connections.ts'
import { enterpriseProject } from './enterprise-project.ts'
import { grant } from './grant.ts'
import { group } from './group.ts'
import { permission } from './permission.ts'
import { policy } from './policy.ts'
import { project } from './project.ts'
import { review } from './review.ts'
import { user } from './user.ts'

/** In the order in which help shows them. */
export const nouns: readonly Noun[] = [
  user,
  group,
  policy,
  grant,
  accessKey,
  permission,
  project,
  enterpriseProject,
  agency,
  account,
  certificate,
  review,
  audit,
  connections,
]
