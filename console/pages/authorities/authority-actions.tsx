import { pca } from 'virtual:contract'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useMay } from '../../session/session.ts'
import { LinkButton } from '../../shapes/link-button.tsx'
import { type TextKey, useText } from '../../text/text.ts'
import type { Authority } from './authority.ts'
import { type AuthorityChange, AuthorityChangeDialog } from './authority-change-dialog.tsx'

interface Offer {
  readonly change: AuthorityChange
  readonly title: TextKey
  readonly operation: { readonly action: string | null }
  readonly states: readonly string[]
  readonly isDangerous?: boolean
}

/** What may be done to a CA, by its state (docs/api/pca-v1.md). */
const offers: readonly Offer[] = [
  {
    change: 'enable',
    title: 'authority.enable',
    operation: pca.authorities.enableAuthority,
    states: ['DISABLED'],
  },
  {
    change: 'restore',
    title: 'authority.restore',
    operation: pca.authorities.restoreAuthority,
    states: ['DELETED'],
  },
  {
    change: 'disable',
    title: 'authority.disable',
    operation: pca.authorities.disableAuthority,
    states: ['ACTIVED', 'EXPIRED'],
    isDangerous: true,
  },
  {
    change: 'release',
    title: 'revoke.release',
    operation: pca.authorities.releaseAuthority,
    states: ['REVOKED'],
  },
  {
    change: 'revoke',
    title: 'authority.revoke',
    operation: pca.authorities.revokeAuthority,
    states: ['ACTIVED', 'DISABLED'],
    isDangerous: true,
  },
  {
    change: 'delete',
    title: 'authority.delete',
    operation: pca.authorities.deleteAuthority,
    states: ['PENDING', 'DISABLED', 'REVOKED'],
    isDangerous: true,
  },
]

export function AuthorityActions({ authority }: { authority: Authority }) {
  const t = useText()
  const may = useMay()
  const [change, setChange] = useState<AuthorityChange>()
  const { status, type, issuer_id, ca_id } = authority
  const isOffered = ({ operation, states, change: one }: Offer) =>
    may(operation) &&
    states.includes(status) &&
    (one !== 'revoke' || (type === 'SUBORDINATE' && issuer_id !== null))
  const offered = offers.filter(isOffered)
  const items = offered.map(({ change: key, title, isDangerous = false }) => ({
    key,
    label: t(title),
    danger: isDangerous,
    onClick: () => setChange(key),
  }))
  return (
    <>
      {status === 'ACTIVED' && may(pca.certificates.issueCertificate) && (
        <LinkButton to="/certificates/new" search={{ issuer: ca_id } as never} isPrimary>
          {t('authority.issue')}
        </LinkButton>
      )}
      {status === 'ACTIVED' && may(pca.authorities.createAuthority) && (
        <LinkButton to="/authorities/new" search={{ kind: 'subordinate', issuer: ca_id } as never}>
          {t('authority.addBelow')}
        </LinkButton>
      )}
      {items.length > 0 && (
        <Dropdown menu={{ items }} trigger={['click']}>
          <Button>{t('action.more')}</Button>
        </Dropdown>
      )}
      {change && (
        <AuthorityChangeDialog change={change} authority={authority} close={() => setChange(undefined)} />
      )}
    </>
  )
}
