import { scm } from 'virtual:contract'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { useAddress } from '../../shapes/address.ts'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { ListPage } from '../../shapes/list-page.tsx'
import { usePageOfList } from '../../shapes/page-of-list.ts'
import { SearchBox } from '../../shapes/search-box.tsx'
import { Time } from '../../shapes/time.tsx'
import { useText } from '../../text/text.ts'
import { NewRequestDialog } from './new-request-dialog.tsx'
import { UploadRequestDialog } from './upload-request-dialog.tsx'

/** CSRs that the account keeps, for certificates that authorities elsewhere issue. */
export function RequestsPage() {
  const t = useText()
  const page = usePageOfList('')
  const [{ name }, change] = useAddress()
  const query = { limit: page.limit, offset: page.offset, name }
  const { data, error, isFetching, refetch } = useAsked(scm.requests.listCsr, { query })
  return (
    <ListPage
      title={t('nav.requests')}
      words={t('requests.words')}
      actions={<CreateButtons />}
      filters={<SearchBox name="name" label={t('requests.search')} maxLength={63} />}
      label={t('nav.requests')}
      rowKey={({ id }) => id}
      items={data?.csr_list}
      total={data?.total}
      page={page}
      isLoading={isFetching && !data}
      error={error}
      retry={() => void refetch()}
      empty={
        name ? (
          <EmptyState
            title={t('list.nothingFound')}
            words={t('list.otherFilter')}
            action={<Button onClick={() => change({ name: undefined })}>{t('list.clear')}</Button>}
          />
        ) : (
          <EmptyState title={t('requests.none')} words={t('requests.noneWords')} />
        )
      }
      columns={[
        {
          key: 'name',
          title: t('field.name'),
          show: (one) => (
            <Link to="/requests/$id" params={{ id: one.id }}>
              {one.name}
            </Link>
          ),
        },
        { key: 'domain', title: t('field.domains'), show: ({ domain_name }) => domain_name },
        { key: 'key', title: t('field.key'), show: ({ private_key_algo }) => private_key_algo },
        {
          key: 'created',
          title: t('field.created'),
          show: ({ create_time }) => <Time at={create_time} isRelative />,
        },
      ]}
    />
  )
}

function CreateButtons() {
  const t = useText()
  const may = useMay()
  const [dialog, setDialog] = useState<'create' | 'upload'>()
  const close = () => setDialog(undefined)
  return (
    <>
      {may(scm.requests.uploadCsr) && (
        <Button onClick={() => setDialog('upload')}>{t('requests.upload')}</Button>
      )}
      {may(scm.requests.createCsr) && (
        <Button type="primary" onClick={() => setDialog('create')}>
          {t('requests.create')}
        </Button>
      )}
      {dialog === 'create' && <NewRequestDialog close={close} />}
      {dialog === 'upload' && <UploadRequestDialog close={close} />}
    </>
  )
}
