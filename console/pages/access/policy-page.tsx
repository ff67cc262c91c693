import { iam } from 'virtual:contract'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { PemView } from '../../pki/certificate-view.tsx'
import { useMay } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { Copyable } from '../../shapes/copyable.tsx'
import { Awaited, DetailPage, Facts, Part } from '../../shapes/detail-page.tsx'
import { useText } from '../../text/text.ts'
import { type Role, roleTitle } from './access.ts'
import { PolicyDialog } from './policy-dialog.tsx'

/** A policy as it is written. */
export function PolicyPage() {
  const t = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useAsked(iam.roles.showRole, { params: { role_id: id } })
  return (
    <Awaited query={query}>
      {({ role }) => (
        <DetailPage
          crumbs={[{ to: '/access', tab: 'policies', title: t('access.policies') }]}
          title={roleTitle(role)}
          actions={role.domain_id !== null && <Actions role={role} />}
          tabs={[{ key: 'overview', title: t('tab.overview'), content: <Overview role={role} /> }]}
        />
      )}
    </Awaited>
  )
}

function Overview({ role }: { role: Role }) {
  const t = useText()
  return (
    <>
      <Part title={t('certificate.facts')}>
        <Facts
          facts={[
            {
              name: t('field.type'),
              value: t(role.domain_id === null ? 'policies.system' : 'policies.custom'),
            },
            { name: t('field.description'), value: role.description || undefined },
            { name: t('field.id'), value: <Copyable value={role.id} what={t('field.id')} /> },
          ]}
        />
      </Part>
      <Part title={t('policies.document')}>
        <PemView pem={JSON.stringify(role.policy, null, 2)} what={t('policies.document')} />
      </Part>
    </>
  )
}

function Actions({ role }: { role: Role }) {
  const t = useText()
  const may = useMay()
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'change' | 'delete'>()
  const close = () => setDialog(undefined)
  return (
    <>
      {may(iam.roles.updateRole) && (
        <Button onClick={() => setDialog('change')}>{t('policies.change')}</Button>
      )}
      {may(iam.roles.deleteRole) && (
        <Button danger onClick={() => setDialog('delete')}>
          {t('policies.delete')}
        </Button>
      )}
      {dialog === 'change' && <PolicyDialog role={role} close={close} />}
      {dialog === 'delete' && (
        <ActionDialog
          title={t('policies.delete')}
          submit={t('policies.delete')}
          isDangerous
          confirmName={roleTitle(role)}
          act={async () => {
            await ask(iam.roles.deleteRole, { params: { role_id: role.id } })
            await navigate({ to: '/access', search: { tab: 'policies' } as never })
          }}
          close={close}
        >
          <Consequences lines={[t('breaks.deletePolicy')]} />
        </ActionDialog>
      )}
    </>
  )
}
