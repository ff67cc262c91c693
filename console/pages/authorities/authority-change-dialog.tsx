import { pca } from 'virtual:contract'
import { Form, InputNumber } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { ReasonField, type RevocationReason } from '../../shapes/reason-field.tsx'
import { type TextKey, type Translate, useText } from '../../text/text.ts'
import { type Authority, below, nameOf, useAuthorities } from './authority.ts'

export type AuthorityChange = 'enable' | 'disable' | 'restore' | 'revoke' | 'release' | 'delete'

interface ChangeProps {
  readonly change: AuthorityChange
  readonly authority: Authority
  readonly close: () => void
}

/** What a change of a CA's state will break, and the change itself. */
export function AuthorityChangeDialog({ change, authority, close }: ChangeProps) {
  const t = useText()
  const [reason, setReason] = useState<RevocationReason>('UNSPECIFIED')
  const [pendingDays, setPendingDays] = useState(30)
  const children = below(authority, useAuthorities() ?? [])
  const issued = useIssuedCount(authority)
  const isPending = authority.status === 'PENDING'
  const isDangerous = change === 'disable' || change === 'revoke' || change === 'delete'
  const act = async () => {
    const params = { ca_id: authority.ca_id }
    if (change === 'enable') return await ask(pca.authorities.enableAuthority, { params })
    if (change === 'disable') return await ask(pca.authorities.disableAuthority, { params })
    if (change === 'restore') return await ask(pca.authorities.restoreAuthority, { params })
    if (change === 'release') return await ask(pca.authorities.releaseAuthority, { params })
    if (change === 'revoke') return await ask(pca.authorities.revokeAuthority, { params, body: { reason } })
    const query = isPending ? {} : { pending_days: String(pendingDays) }
    await ask(pca.authorities.deleteAuthority, { params, query })
    return isPending ? { to: '/authorities' } : undefined
  }
  const title = t(titleOf[change])
  return (
    <ActionDialog
      title={title}
      submit={title}
      done={t('authority.changed', { name: nameOf(authority) })}
      isDangerous={isDangerous}
      confirmName={isDangerous ? nameOf(authority) : undefined}
      act={act}
      close={close}
    >
      <Consequences lines={consequencesOf(t, change, { isPending, below: children.length, issued })} />
      {change === 'revoke' && <ReasonField value={reason} change={setReason} isAuthority />}
      {change === 'delete' && !isPending && (
        <Form layout="vertical">
          <Form.Item
            label={t('authority.pendingDays')}
            htmlFor="pending-days"
            extra={t('form.between', { least: 7, most: 30 })}
          >
            <InputNumber
              id="pending-days"
              min={7}
              max={30}
              value={pendingDays}
              onChange={(days) => setPendingDays(days ?? 30)}
            />
          </Form.Item>
        </Form>
      )}
    </ActionDialog>
  )
}

const titleOf: Readonly<Record<AuthorityChange, TextKey>> = {
  enable: 'authority.enable',
  disable: 'authority.disable',
  restore: 'authority.restore',
  revoke: 'authority.revoke',
  release: 'revoke.release',
  delete: 'authority.delete',
}

/** How many certificates are out by it and still good; undefined where the caller may not know. */
function useIssuedCount({ ca_id, status }: Authority): number | undefined {
  const may = useMay()
  const isEnabled = status !== 'PENDING' && may(pca.certificates.listCertificates)
  const query = { issuer_id: ca_id, status: 'ISSUED', limit: 1 } as const
  return useAsked(pca.certificates.listCertificates, { query }, { isEnabled }).data?.total
}

interface Affected {
  readonly isPending: boolean
  readonly below: number
  readonly issued: number | undefined
}

function consequencesOf(t: Translate, change: AuthorityChange, affected: Affected): string[] {
  const { isPending, below: count, issued } = affected
  const certificates =
    issued === undefined ? [] : [t('breaks.issued', { count: issued.toLocaleString('en-US') })]
  const children = count > 0 ? [t('breaks.below', { count })] : []
  if (change === 'enable') return [t('breaks.enable')]
  if (change === 'restore') return [t('breaks.restore')]
  if (change === 'release') return [t('breaks.release')]
  if (change === 'disable') return [t('breaks.disable'), ...children, t('breaks.disableKeeps')]
  if (change === 'delete' && isPending) return [t('breaks.deletePending')]
  if (change === 'delete') return [t('breaks.delete'), ...children, ...certificates]
  return [t('breaks.revoke'), ...children, ...certificates, t('breaks.final')]
}
