import { iam } from 'virtual:contract'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { List } from '../../shapes/list-page.tsx'
import { Time } from '../../shapes/time.tsx'
import { useText } from '../../text/text.ts'
import type { Group } from './access.ts'

export function Groups() {
  const t = useText()
  const may = useMay()
  const [isCreating, setCreating] = useState(false)
  const { data, error, isFetching, refetch } = useAsked(iam.groups.listGroups)
  return (
    <>
      {may(iam.groups.createGroup) && (
        <div className="filters">
          <Button type="primary" onClick={() => setCreating(true)}>
            {t('groups.create')}
          </Button>
        </div>
      )}
      <List<Group>
        label={t('access.groups')}
        rowKey={({ id }) => id}
        items={data?.groups}
        isLoading={isFetching && !data}
        error={error}
        retry={() => void refetch()}
        empty={<EmptyState title={t('groups.none')} words={t('groups.noneWords')} />}
        columns={[
          {
            key: 'name',
            title: t('field.name'),
            show: ({ id, name }) => (
              <Link to="/access/groups/$id" params={{ id }}>
                {name}
              </Link>
            ),
          },
          {
            key: 'description',
            title: t('field.description'),
            show: ({ description }) => description || '–',
          },
          {
            key: 'created',
            title: t('field.created'),
            show: ({ create_time }) => <Time at={create_time} />,
            isSide: true,
          },
        ]}
      />
      {isCreating && <GroupDialog close={() => setCreating(false)} />}
    </>
  )
}

/** Creates a group, or changes one. */
export function GroupDialog({ group, close }: { group?: Group; close: () => void }) {
  const t = useText()
  const [form] = Form.useForm<{ name: string; description?: string }>()
  const act = async () => {
    const body = { group: form.getFieldsValue(true) }
    if (group) await ask(iam.groups.updateGroup, { params: { group_id: group.id }, body })
    else await ask(iam.groups.createGroup, { body })
  }
  const title = t(group ? 'groups.change' : 'groups.create')
  return (
    <ActionDialog title={title} submit={title} form={form} act={act} close={close}>
      <Form
        form={form}
        layout="vertical"
        initialValues={group && { name: group.name, description: group.description }}
      >
        <Form.Item
          name="name"
          label={t('field.name')}
          rules={[{ required: true, message: t('form.required') }, { max: 64 }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="description" label={t('field.description')} rules={[{ max: 255 }]}>
          <Input autoComplete="off" />
        </Form.Item>
      </Form>
    </ActionDialog>
  )
}
