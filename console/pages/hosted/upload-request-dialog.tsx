import { scm } from 'virtual:contract'
import { Form } from 'antd'
import { ask } from '../../api/ask.ts'
import { RequestView } from '../../pki/request-view.tsx'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { PemField } from '../../shapes/pem-field.tsx'
import { useText } from '../../text/text.ts'
import { NameField } from './new-request-dialog.tsx'

interface UploadForm {
  readonly name: string
  readonly csr: string
  readonly private_key?: string
}

/** A CSR that was made elsewhere, with or without its key. */
export function UploadRequestDialog({ close }: { close: () => void }) {
  const t = useText()
  const [form] = Form.useForm<UploadForm>()
  const csr = Form.useWatch('csr', form)
  const act = () => {
    const { private_key, ...given } = form.getFieldsValue(true)
    return ask(scm.requests.uploadCsr, { body: { ...given, ...(private_key && { private_key }) } })
  }
  return (
    <ActionDialog
      title={t('requests.upload')}
      submit={t('requests.upload')}
      done={t('requests.uploaded')}
      width={680}
      form={form}
      act={act}
      close={close}
    >
      <Form form={form} layout="vertical">
        <NameField />
        <PemField name="csr" label="CSR" isRequired rows={7} />
        <RequestView pem={csr ?? ''} />
        <PemField name="private_key" label={t('field.privateKey')} extra={t('requests.keyWords')} rows={4} />
      </Form>
    </ActionDialog>
  )
}
