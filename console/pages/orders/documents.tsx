import { scm } from 'virtual:contract'
import { Form, Select } from 'antd'
import { useState } from 'react'
import type { PartOf } from '../../../src/contract/operation.ts'
import type { addDocument } from '../../../src/contract/scm-v3/reviews.ts'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { contentOf } from '../../pki/file-content.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Actions } from '../../shapes/actions.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { PageFault } from '../../shapes/failure.tsx'
import { List } from '../../shapes/list-page.tsx'
import { Time } from '../../shapes/time.tsx'
import { translateWord, useText } from '../../text/text.ts'
import { type Order, takesDocuments } from './order.ts'

type Kind = PartOf<typeof addDocument, 'body'>['kind']
const kinds = [
  'business-licence',
  'bank-account-permit',
  'authorization-letter',
  'other',
] as const satisfies Kind[]

/** What the applicant shows to the reviewer of an OV or EV certificate. */
export function Documents({ order }: { order: Order }) {
  const t = useText()
  const { data, error, isFetching, refetch } = useAsked(scm.reviews.listDocuments, {
    params: { certificate_id: order.id },
  })
  const add = (
    <Actions
      offers={[
        {
          title: 'documents.add',
          operation: scm.reviews.addDocument,
          isFitting: takesDocuments(order),
          isShown: true,
          dialog: (close) => <AddDialog order={order} close={close} />,
        },
      ]}
    />
  )
  return (
    <>
      <div className="filters">{add}</div>
      <List
        label={t('documents.title')}
        columns={[
          { key: 'kind', title: t('field.type'), show: ({ kind }) => translateWord('documentKind', kind) },
          { key: 'media', title: t('documents.format'), show: ({ media_type }) => media_type },
          { key: 'size', title: t('documents.size'), show: ({ size }) => `${Math.ceil(size / 1024)} KiB` },
          { key: 'time', title: t('field.time'), show: ({ create_time }) => <Time at={create_time} /> },
        ]}
        rowKey={({ id }) => id}
        items={data?.documents}
        isLoading={isFetching && !data}
        error={error}
        retry={() => void refetch()}
        empty={<EmptyState title={t('documents.none')} words={t('documents.noneWords')} />}
      />
    </>
  )
}

const mostOctets = 2 * 1024 * 1024

function AddDialog({ order, close }: { order: Order; close: () => void }) {
  const t = useText()
  const [kind, setKind] = useState<Kind>('business-licence')
  const [file, setFile] = useState<File>()
  const act = async () => {
    if (!file) throw new PageFault(t('documents.choose'))
    if (file.size > mostOctets) throw new PageFault(t('documents.fileWords'))
    const body = { kind, content: await contentOf(file) }
    await ask(scm.reviews.addDocument, { params: { certificate_id: order.id }, body })
  }
  return (
    <ActionDialog
      title={t('documents.add')}
      submit={t('documents.add')}
      done={t('documents.added')}
      act={act}
      close={close}
    >
      <Form layout="vertical">
        <Form.Item label={t('field.type')}>
          <Select
            aria-label={t('field.type')}
            value={kind}
            options={kinds.map((value) => ({ value, label: translateWord('documentKind', value) }))}
            onChange={setKind}
          />
        </Form.Item>
        <Form.Item label={t('documents.file')} extra={t('documents.fileWords')}>
          <input
            type="file"
            aria-label={t('documents.file')}
            accept="image/png,image/jpeg,application/pdf"
            onChange={({ target }) => setFile(target.files?.[0])}
          />
        </Form.Item>
      </Form>
    </ActionDialog>
  )
}
