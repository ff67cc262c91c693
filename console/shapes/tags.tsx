import type { Called } from 'virtual:contract'
import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Form, Input, Tag } from 'antd'
import { useState } from 'react'
import type { ApiOperation } from '../../src/contract/operation.ts'
import { isApiError } from '../api/api-error.ts'
import { ask } from '../api/ask.ts'
import { useAsked, useRefresh } from '../api/use-asked.ts'
import { useMay } from '../session/session.ts'
import { useText } from '../text/text.ts'
import { ActionDialog } from './action-dialog.tsx'
import { Awaited, Part } from './detail-page.tsx'
import { EmptyState } from './empty-state.tsx'

interface TagOperations {
  readonly listTags: Called<ApiOperation>
  readonly addTag: Called<ApiOperation>
  readonly removeTags: Called<ApiOperation>
}

interface KeyAndValue {
  readonly key: string
  readonly value: string
}

interface TagsProps {
  readonly operations: TagOperations
  readonly params: Readonly<Record<string, string>>
  /** What the removal's body says beside the tags. */
  readonly removal?: object
}

/** The tags of one thing, of whichever family. */
export function Tags({ operations, params, removal = {} }: TagsProps) {
  const t = useText()
  const may = useMay()
  const refresh = useRefresh()
  const { message } = App.useApp()
  const [isAdding, setAdding] = useState(false)
  const query = useAsked(operations.listTags, { params: params as never })
  const remove = async ({ key }: KeyAndValue) => {
    try {
      await ask(operations.removeTags, {
        params: params as never,
        body: { ...removal, tags: [{ key }] } as never,
      })
      await refresh()
    } catch (error) {
      void message.error(isApiError(error) ? error.message : String(error))
    }
  }
  return (
    <Part
      title={t('tab.tags')}
      beside={
        may(operations.addTag) && (
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
            {t('tags.add')}
          </Button>
        )
      }
    >
      <Awaited query={query as never}>
        {({ tags }: { tags: readonly KeyAndValue[] }) =>
          tags.length === 0 ? (
            <EmptyState title={t('tags.none')} words={t('tags.noneWords')} />
          ) : (
            <ul className="tags">
              {tags.map((tag) => (
                <li key={tag.key}>
                  <Tag
                    closable={
                      may(operations.removeTags) && { 'aria-label': t('tags.remove', { key: tag.key }) }
                    }
                    onClose={(event) => {
                      event.preventDefault()
                      void remove(tag)
                    }}
                  >
                    {tag.key}
                    {tag.value && ` = ${tag.value}`}
                  </Tag>
                </li>
              ))}
            </ul>
          )
        }
      </Awaited>
      {isAdding && (
        <AddDialog
          add={(tag) => ask(operations.addTag, { params: params as never, body: { tag } as never })}
          close={() => setAdding(false)}
        />
      )}
    </Part>
  )
}

function AddDialog({ add, close }: { add: (tag: KeyAndValue) => Promise<unknown>; close: () => void }) {
  const t = useText()
  const [form] = Form.useForm<KeyAndValue>()
  const act = () => {
    const { key, value = '' } = form.getFieldsValue(true)
    return add({ key, value })
  }
  return (
    <ActionDialog title={t('tags.add')} submit={t('tags.add')} form={form} act={act} close={close}>
      <Form form={form} layout="vertical">
        <Form.Item
          name="key"
          label={t('tags.key')}
          rules={[{ required: true, message: t('form.required') }, { max: 128 }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="value" label={t('tags.value')} rules={[{ max: 255 }]}>
          <Input autoComplete="off" />
        </Form.Item>
      </Form>
    </ActionDialog>
  )
}
