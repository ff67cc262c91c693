import type { PolicyObject } from './reach.ts'

/** Kinds of resources that policies may name. */
export type ResourceKind = 'ca' | 'cert'

/** A kind of resources of one service: certificates of PCA are others than those of SCM. */
export interface ResourceNoun {
  readonly service: 'pca' | 'scm'
  readonly kind: ResourceKind
}

const nameOf = (service: string, accountId: string, kind: ResourceKind | '*', id: string) =>
  `${service}::${accountId}:${kind}:${id}`

/** A resource in the words of policies, `pca::<account>:ca:<id>`. */
export const resourceObject = (
  service: string,
  accountId: string,
  { kind, id, enterpriseProjectId }: { kind: ResourceKind; id: string; enterpriseProjectId: string },
): PolicyObject => ({ resources: [nameOf(service, accountId, kind, id)], enterpriseProjectId })

/** One that is yet to be: known by its kind, and by the CA that is to sign it. */
export const newObject = (
  service: string,
  accountId: string,
  {
    kind,
    issuerId,
    enterpriseProjectId,
  }: { kind: ResourceKind; issuerId?: string; enterpriseProjectId: string },
): PolicyObject => ({
  resources: [
    nameOf(service, accountId, kind, ''),
    ...(issuerId === undefined ? [] : [nameOf(service, accountId, 'ca', issuerId)]),
  ],
  enterpriseProjectId,
})

/** The account as a whole, for what is done to no single resource. */
export const wholeAccount = (service: string, accountId: string): PolicyObject => ({
  resources: [nameOf(service, accountId, '*', '*')],
})

/** All resources of a kind in an enterprise project, as a list shows them. */
export const listedObjects = (
  service: string,
  accountId: string,
  kind: ResourceKind,
  enterpriseProjectId: string,
): PolicyObject => ({ resources: [nameOf(service, accountId, kind, '*')], enterpriseProjectId })

/** `pca` of `pca:ca:list`. */
export const serviceOf = (action: string): string => action.slice(0, Math.max(0, action.indexOf(':')))
