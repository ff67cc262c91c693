/** A policy of the vendor's IAM (API reference SCM 7.1): what is allowed or denied. */
export interface Policy {
  /** `1.0` names operations of services in roles, `1.1` actions; both are read alike here. */
  readonly version: '1.0' | '1.1'
  readonly statements: readonly Statement[]
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny'
  /** Patterns of actions, `pca:ca:*`. */
  readonly actions: readonly string[]
  /** Patterns of resources, `pca:*:*:ca:*`; empty for all. */
  readonly resources: readonly string[]
  /** All of them must hold. */
  readonly conditions: readonly Condition[]
}

/** One key against values, any of which will do; of a negated operator, none of which may fit. */
export interface Condition {
  readonly operator: ConditionOperator
  readonly key: ConditionKey
  readonly values: readonly string[]
}

/** Operators, each of which may be negated by the vendor's name for it (`negatedOperators`). */
export const conditionOperators = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'StringStartWith',
  'StringNotStartWith',
  'StringEndWith',
  'StringNotEndWith',
  'IpAddress',
  'NotIpAddress',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
] as const
export type ConditionOperator = (typeof conditionOperators)[number]

/** The keys that mean something here; a policy with any other is refused, since it would promise what nobody checks. */
export const conditionKeys = [
  'g:EnterpriseProjectId',
  'g:CurrentTime',
  'g:SourceIp',
  'g:UserId',
  'g:UserName',
  'g:DomainId',
  'g:DomainName',
  'g:ProjectName',
] as const
export type ConditionKey = (typeof conditionKeys)[number]

/** What a condition compares with; a key that has no value is absent. */
export type ConditionContext = Readonly<Partial<Record<ConditionKey, string>>>
