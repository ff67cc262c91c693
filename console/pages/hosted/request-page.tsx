import { scm } from 'virtual:contract'
import { DownloadOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Button, Form } from 'antd'
import type { AnswerOf } from '../../../src/contract/operation.ts'
import type { showCsr } from '../../../src/contract/scm-v3/requests.ts'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { PemView } from '../../pki/certificate-view.tsx'
import { RequestView } from '../../pki/request-view.tsx'
import { fileNameOf, saveFile } from '../../pki/save-file.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Actions } from '../../shapes/actions.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { Copyable } from '../../shapes/copyable.tsx'
import { Awaited, DetailPage, Facts, Part } from '../../shapes/detail-page.tsx'
import { Time } from '../../shapes/time.tsx'
import { useText } from '../../text/text.ts'
import { NameField } from './new-request-dialog.tsx'

type StoredRequest = AnswerOf<typeof showCsr>

/** A CSR that is kept here: what it asks for, to take away, to rename, to delete. */
export function RequestPage() {
  const t = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useAsked(scm.requests.showCsr, { params: { id } })
  return (
    <Awaited query={query}>
      {(request) => (
        <DetailPage
          crumbs={[{ to: '/requests', title: t('nav.requests') }]}
          title={request.name}
          actions={<RequestActions request={request} />}
          tabs={[{ key: 'overview', title: t('tab.overview'), content: <Overview request={request} /> }]}
        />
      )}
    </Awaited>
  )
}

function Overview({ request }: { request: StoredRequest }) {
  const t = useText()
  return (
    <>
      <Part title={t('request.read')}>
        <RequestView pem={request.csr} />
        <Facts
          facts={[
            { name: t('field.created'), value: <Time at={request.create_time} /> },
            { name: t('field.id'), value: <Copyable value={request.id} what={t('field.id')} /> },
          ]}
        />
      </Part>
      <Part title="PEM">
        <PemView pem={request.csr} what="CSR" />
      </Part>
    </>
  )
}

function RequestActions({ request }: { request: StoredRequest }) {
  const t = useText()
  return (
    <>
      <Button
        type="primary"
        icon={<DownloadOutlined aria-hidden />}
        onClick={() => saveFile(request.csr, fileNameOf(request.name, 'csr'))}
      >
        {t('pending.download')}
      </Button>
      <Actions
        offers={[
          {
            title: 'requests.exportKey',
            operation: scm.requests.showCsrPrivateKey,
            dialog: (close) => <KeyDialog request={request} close={close} />,
          },
          {
            title: 'requests.rename',
            operation: scm.requests.updateCsr,
            dialog: (close) => <RenameDialog request={request} close={close} />,
          },
          {
            title: 'requests.delete',
            operation: scm.requests.deleteCsr,
            isDangerous: true,
            dialog: (close) => <DeleteDialog request={request} close={close} />,
          },
        ]}
      />
    </>
  )
}

interface DialogProps {
  readonly request: StoredRequest
  readonly close: () => void
}

function KeyDialog({ request, close }: DialogProps) {
  const t = useText()
  const act = async () => {
    const { private_key } = await ask(scm.requests.showCsrPrivateKey, { params: { id: request.id } })
    saveFile(private_key, fileNameOf(request.name, 'key'))
  }
  return (
    <ActionDialog
      title={t('requests.exportKey')}
      submit={t('download.submit')}
      done={t('download.done')}
      act={act}
      close={close}
    >
      <Consequences lines={[t('download.recorded')]} />
    </ActionDialog>
  )
}

function RenameDialog({ request, close }: DialogProps) {
  const t = useText()
  const [form] = Form.useForm<{ name: string }>()
  const act = () =>
    ask(scm.requests.updateCsr, { params: { id: request.id }, body: form.getFieldsValue(true) })
  return (
    <ActionDialog title={t('requests.rename')} submit={t('dialog.save')} form={form} act={act} close={close}>
      <Form form={form} layout="vertical" initialValues={{ name: request.name }}>
        <NameField />
      </Form>
    </ActionDialog>
  )
}

function DeleteDialog({ request, close }: DialogProps) {
  const t = useText()
  const act = async () => {
    await ask(scm.requests.deleteCsr, { params: { id: request.id } })
    return { to: '/requests' }
  }
  return (
    <ActionDialog
      title={t('requests.delete')}
      submit={t('requests.delete')}
      done={t('requests.deleted')}
      isDangerous
      confirmName={request.name}
      act={act}
      close={close}
    >
      <Consequences lines={[t('breaks.deleteRequest')]} />
    </ActionDialog>
  )
}
