import { audit, iam } from 'virtual:contract'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { Awaited, DetailPage, type DetailTab } from '../../shapes/detail-page.tsx'
import { History } from '../../shapes/history.tsx'
import { useText } from '../../text/text.ts'
import type { Group } from './access.ts'
import { GroupGrants } from './group-grants.tsx'
import { GroupMembers } from './group-members.tsx'
import { GroupDialog } from './groups.tsx'

export function GroupPage() {
  const t = useText()
  const may = useMay()
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useAsked(iam.groups.showGroup, { params: { group_id: id } })
  const tabs: readonly (DetailTab | false)[] = [
    may(iam.groups.listUsersOfGroup) && {
      key: 'members',
      title: t('groups.members'),
      content: <GroupMembers groupId={id} />,
    },
    may(iam.grants.listGrants) && {
      key: 'grants',
      title: t('groups.grants'),
      content: <GroupGrants groupId={id} />,
    },
    may(audit.records.listRecords) && {
      key: 'history',
      title: t('tab.history'),
      content: <History id={id} />,
    },
  ]
  return (
    <Awaited query={query}>
      {({ group }) => (
        <DetailPage
          crumbs={[{ to: '/access', tab: 'groups', title: t('access.groups') }]}
          title={group.name}
          actions={<Actions group={group} />}
          notes={group.description && <p className="page-words">{group.description}</p>}
          tabs={tabs.filter((tab): tab is DetailTab => tab !== false)}
        />
      )}
    </Awaited>
  )
}

function Actions({ group }: { group: Group }) {
  const t = useText()
  const may = useMay()
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'change' | 'delete'>()
  const close = () => setDialog(undefined)
  return (
    <>
      {may(iam.groups.updateGroup) && (
        <Button onClick={() => setDialog('change')}>{t('groups.change')}</Button>
      )}
      {may(iam.groups.deleteGroup) && (
        <Button danger onClick={() => setDialog('delete')}>
          {t('groups.delete')}
        </Button>
      )}
      {dialog === 'change' && <GroupDialog group={group} close={close} />}
      {dialog === 'delete' && (
        <ActionDialog
          title={t('groups.delete')}
          submit={t('groups.delete')}
          isDangerous
          confirmName={group.name}
          act={async () => {
            await ask(iam.groups.deleteGroup, { params: { group_id: group.id } })
            await navigate({ to: '/access', search: { tab: 'groups' } as never })
          }}
          close={close}
        >
          <Consequences lines={[t('breaks.deleteGroup')]} />
        </ActionDialog>
      )}
    </>
  )
}
