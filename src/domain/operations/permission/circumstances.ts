import type { Caller } from '../../model/caller.ts'
import type { ConditionContext } from '../../model/permission/policy.ts'

/** Who asks, when and from where, in the words of conditions. */
export const circumstancesOf = (
  { user, account, project, sourceAddress }: Pick<Caller, 'user' | 'account' | 'project' | 'sourceAddress'>,
  now: number,
): ConditionContext => ({
  'g:CurrentTime': new Date(now).toISOString(),
  'g:SourceIp': sourceAddress,
  'g:UserId': user.id,
  'g:UserName': user.name,
  'g:DomainId': account.id,
  'g:DomainName': account.name,
  ...(project && { 'g:ProjectName': project.name }),
})
