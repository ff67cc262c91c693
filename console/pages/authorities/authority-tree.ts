import type { Authority } from './authority.ts'

export interface AuthorityNode extends Authority {
  readonly children?: readonly AuthorityNode[]
}

/** CAs below those that signed them; what was signed elsewhere, or by one that is not shown, stands at the top. */
export function treeOf(authorities: readonly Authority[]): readonly AuthorityNode[] {
  const shown = new Set(authorities.map(({ ca_id }) => ca_id))
  const isTop = ({ issuer_id, ca_id }: Authority) =>
    issuer_id === null || issuer_id === ca_id || !shown.has(issuer_id)
  const nodeOf = (authority: Authority): AuthorityNode => {
    const children = authorities
      .filter((other) => other.issuer_id === authority.ca_id && other.ca_id !== authority.ca_id)
      .map(nodeOf)
    return children.length > 0 ? { ...authority, children } : authority
  }
  return authorities.filter(isTop).map(nodeOf)
}
