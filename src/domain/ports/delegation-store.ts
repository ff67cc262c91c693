import type { Delegation } from '../model/identity.ts'

/** Agencies that the account made. */
export interface DelegationReader {
  find(id: string): Promise<Delegation | undefined>
  /** In the order of their names. */
  list(filter: { readonly name?: string; readonly trustedAccountId?: string }): Promise<Delegation[]>
  /** In a write no other agency is counted until it ends. */
  count(): Promise<number>
}

export interface DelegationStore extends DelegationReader {
  add(delegation: Delegation): Promise<void>
  /** Tokens that were taken for it end. */
  replace(delegation: Delegation): Promise<void>
  /** With its tokens and grants. */
  remove(id: string): Promise<void>
}
