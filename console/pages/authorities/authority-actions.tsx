import { pca } from 'virtual:contract'
import { useMay } from '../../session/session.ts'
import { Actions, type Offer } from '../../shapes/actions.tsx'
import { LinkButton } from '../../shapes/link-button.tsx'
import { useText } from '../../text/text.ts'
import type { Authority } from './authority.ts'
import { type AuthorityChange, AuthorityChangeDialog } from './authority-change-dialog.tsx'

interface Change extends Omit<Offer, 'dialog' | 'isFitting'> {
  readonly change: AuthorityChange
  readonly states: readonly string[]
}

/** What may be done to a CA, by its state (docs/api/pca-v1.md). */
const changes: readonly Change[] = [
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
  const { status, type, issuer_id, ca_id } = authority
  const isBelowOne = type === 'SUBORDINATE' && issuer_id !== null
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
      <Actions
        offers={changes.map(({ change, states, ...offer }) => ({
          ...offer,
          isFitting: states.includes(status) && (change !== 'revoke' || isBelowOne),
          dialog: (close) => <AuthorityChangeDialog change={change} authority={authority} close={close} />,
        }))}
      />
    </>
  )
}
