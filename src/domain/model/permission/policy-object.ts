import type { PolicyObject } from './reach.ts'

/** Kinds of resources that policies may name. */
export type ResourceKind = 'ca' | 'cert'

/** A resource in the words of policies, `pca::<account>:ca:<id>`; no id for one that is yet to be. */
export const resourceObject = (
  service: string,
  accountId: string,
  kind: ResourceKind,
  id: string | undefined,
  enterpriseProjectId: string,
): PolicyObject => ({ resource: `${service}::${accountId}:${kind}:${id ?? ''}`, enterpriseProjectId })

/** The account as a whole, for what is done to no single resource. */
export const wholeAccount = (service: string, accountId: string): PolicyObject => ({
  resource: `${service}::${accountId}:*:*`,
})

/** All resources of an enterprise project, as a list shows them. */
export const wholeProject = (
  service: string,
  accountId: string,
  enterpriseProjectId: string,
): PolicyObject => ({
  ...wholeAccount(service, accountId),
  enterpriseProjectId,
})

/** `pca` of `pca:ca:list`. */
export const serviceOf = (action: string): string => action.slice(0, Math.max(0, action.indexOf(':')))
