import { iam } from 'virtual:contract'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { List } from '../../shapes/list-page.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Time } from '../../shapes/time.tsx'
import { useText } from '../../text/text.ts'
import { createUser, readIamTime, type User } from './access.ts'
import { UserDialog } from './user-dialog.tsx'

export function Users() {
  const t = useText()
  const may = useMay()
  const [isCreating, setCreating] = useState(false)
  const { data, error, isFetching, refetch } = useAsked(iam.users.listUsers)
  return (
    <>
      {may(createUser) && (
        <div className="filters">
          <Button type="primary" onClick={() => setCreating(true)}>
            {t('users.create')}
          </Button>
        </div>
      )}
      <List<User>
        label={t('access.users')}
        rowKey={({ id }) => id}
        items={data?.users}
        isLoading={isFetching && !data}
        error={error}
        retry={() => void refetch()}
        empty={<EmptyState title={t('users.none')} words={t('users.noneWords')} />}
        columns={[
          {
            key: 'name',
            title: t('field.name'),
            show: ({ id, name, is_domain_owner }) => (
              <>
                <Link to="/access/users/$id" params={{ id }}>
                  {name}
                </Link>
                {is_domain_owner && <span className="count">{t('users.owner')}</span>}
              </>
            ),
          },
          {
            key: 'state',
            title: t('field.state'),
            show: ({ enabled }) => <StateTag state={enabled ? 'active' : 'inactive'} />,
          },
          { key: 'email', title: t('users.email'), show: ({ email }) => email || '–', isSide: true },
          {
            key: 'description',
            title: t('field.description'),
            show: ({ description }) => description,
            isSide: true,
          },
          {
            key: 'created',
            title: t('field.created'),
            show: ({ create_time }) => <Time at={readIamTime(create_time)} />,
            isSide: true,
          },
        ]}
      />
      {isCreating && <UserDialog close={() => setCreating(false)} />}
    </>
  )
}
