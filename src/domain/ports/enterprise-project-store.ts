import type { EnterpriseProject } from '../model/identity.ts'

/** The account's enterprise projects but for the default one, which is the same in each. */
export interface EnterpriseProjectReader {
  find(id: string): Promise<EnterpriseProject | undefined>
  /** In the order of their creation. */
  list(filter: { readonly name?: string }): Promise<EnterpriseProject[]>
  /** In a write no other enterprise project is counted until it ends. */
  count(): Promise<number>
}

export interface EnterpriseProjectStore extends EnterpriseProjectReader {
  add(project: EnterpriseProject): Promise<void>
  replace(project: EnterpriseProject): Promise<void>
}
