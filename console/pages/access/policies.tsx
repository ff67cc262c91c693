import { iam } from 'virtual:contract'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { List } from '../../shapes/list-page.tsx'
import { usePreferences } from '../../shell/preferences.ts'
import { useText } from '../../text/text.ts'
import { everyRole, type Role, roleTitle } from './access.ts'
import { PolicyDialog } from './policy-dialog.tsx'

/** Policies: the service's own, and those that the account wrote. */
export function Policies() {
  const t = useText()
  const may = useMay()
  const { language } = usePreferences()
  const [isCreating, setCreating] = useState(false)
  const { data, error, isFetching, refetch } = useAsked(iam.roles.listRoles, everyRole)
  return (
    <>
      {may(iam.roles.createRole) && (
        <div className="filters">
          <Button type="primary" onClick={() => setCreating(true)}>
            {t('policies.create')}
          </Button>
        </div>
      )}
      <List<Role>
        label={t('access.policies')}
        rowKey={({ id }) => id}
        items={data?.roles}
        isLoading={isFetching && !data}
        error={error}
        retry={() => void refetch()}
        empty={<EmptyState title={t('policies.none')} words={t('policies.noneWords')} />}
        columns={[
          {
            key: 'name',
            title: t('field.name'),
            show: (role) => (
              <Link to="/access/policies/$id" params={{ id: role.id }}>
                {roleTitle(role)}
              </Link>
            ),
          },
          {
            key: 'kind',
            title: t('field.type'),
            show: ({ domain_id }) => t(domain_id === null ? 'policies.system' : 'policies.custom'),
          },
          {
            key: 'description',
            title: t('field.description'),
            show: ({ description, description_cn }) =>
              (language === 'zh-CN' ? description_cn || description : description) || '–',
            isSide: true,
          },
        ]}
      />
      {isCreating && <PolicyDialog close={() => setCreating(false)} />}
    </>
  )
}
