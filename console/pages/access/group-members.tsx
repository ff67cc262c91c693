import { iam } from 'virtual:contract'
import { Link } from '@tanstack/react-router'
import { App, Button, Form, Select } from 'antd'
import { useState } from 'react'
import { isApiError } from '../../api/api-error.ts'
import { ask } from '../../api/ask.ts'
import { useAsked, useRefresh } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { List } from '../../shapes/list-page.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { useText } from '../../text/text.ts'
import type { User } from './access.ts'

/** Users of a group: added and taken out. */
export function GroupMembers({ groupId }: { groupId: string }) {
  const t = useText()
  const may = useMay()
  const refresh = useRefresh()
  const { message } = App.useApp()
  const [isAdding, setAdding] = useState(false)
  const params = { group_id: groupId }
  const { data, error, isFetching, refetch } = useAsked(iam.groups.listUsersOfGroup, { params })
  const remove = (user_id: string) =>
    void ask(iam.groups.removeGroupMember, { params: { ...params, user_id } }).then(
      refresh,
      (caught: unknown) => message.error(isApiError(caught) ? caught.message : String(caught)),
    )
  return (
    <>
      {may(iam.groups.addGroupMember) && (
        <div className="filters">
          <Button onClick={() => setAdding(true)}>{t('groups.addMember')}</Button>
        </div>
      )}
      <List<User>
        label={t('groups.members')}
        rowKey={({ id }) => id}
        items={data?.users}
        isLoading={isFetching && !data}
        error={error}
        retry={() => void refetch()}
        empty={<EmptyState title={t('groups.noMembers')} words={t('groups.noMembersWords')} />}
        columns={[
          {
            key: 'name',
            title: t('field.name'),
            show: ({ id, name }) => (
              <Link to="/access/users/$id" params={{ id }}>
                {name}
              </Link>
            ),
          },
          {
            key: 'state',
            title: t('field.state'),
            show: ({ enabled }) => <StateTag state={enabled ? 'active' : 'inactive'} />,
          },
          {
            key: 'actions',
            title: t('keys.actions'),
            show: ({ id, name }) =>
              may(iam.groups.removeGroupMember) && (
                <Button
                  size="small"
                  aria-label={t('groups.removeMember', { name })}
                  onClick={() => remove(id)}
                >
                  {t('groups.remove')}
                </Button>
              ),
          },
        ]}
      />
      {isAdding && <AddDialog groupId={groupId} members={data?.users ?? []} close={() => setAdding(false)} />}
    </>
  )
}

interface AddProps {
  readonly groupId: string
  readonly members: readonly User[]
  readonly close: () => void
}

function AddDialog({ groupId, members, close }: AddProps) {
  const t = useText()
  const [form] = Form.useForm<{ users: readonly string[] }>()
  const { data } = useAsked(iam.users.listUsers)
  const others = data?.users.filter(({ id }) => !members.some((member) => member.id === id)) ?? []
  const act = async () => {
    for (const user_id of form.getFieldsValue(true).users) {
      await ask(iam.groups.addGroupMember, { params: { group_id: groupId, user_id } })
    }
  }
  return (
    <ActionDialog
      title={t('groups.addMember')}
      submit={t('groups.addMember')}
      form={form}
      act={act}
      close={close}
    >
      <Form form={form} layout="vertical">
        <Form.Item
          name="users"
          label={t('access.users')}
          rules={[{ required: true, message: t('form.required') }]}
        >
          <Select
            mode="multiple"
            optionFilterProp="label"
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      </Form>
    </ActionDialog>
  )
}
