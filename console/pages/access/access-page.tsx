import { iam } from 'virtual:contract'
import { useMay } from '../../session/session.ts'
import { DetailPage, type DetailTab } from '../../shapes/detail-page.tsx'
import { useText } from '../../text/text.ts'
import { Explain } from './explain.tsx'
import { Groups } from './groups.tsx'
import { Policies } from './policies.tsx'
import { Users } from './users.tsx'

/** Who there is, what groups and policies there are, and why somebody may do something. */
export function AccessPage() {
  const t = useText()
  const may = useMay()
  const tabs: readonly (DetailTab | false)[] = [
    may(iam.users.listUsers) && { key: 'users', title: t('access.users'), content: <Users /> },
    may(iam.groups.listGroups) && { key: 'groups', title: t('access.groups'), content: <Groups /> },
    may(iam.roles.listRoles) && { key: 'policies', title: t('access.policies'), content: <Policies /> },
    may(iam.permissions.explainPermission) && {
      key: 'explain',
      title: t('access.explain'),
      content: <Explain />,
    },
  ]
  return (
    <DetailPage
      crumbs={[]}
      title={t('nav.access')}
      tabs={tabs.filter((tab): tab is DetailTab => tab !== false)}
    />
  )
}
