import { pca } from 'virtual:contract'
import { Form } from 'antd'
import { ask } from '../../api/ask.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { PemField } from '../../shapes/pem-field.tsx'
import { useText } from '../../text/text.ts'
import type { Authority } from './authority.ts'

interface ImportForm {
  readonly certificate: string
  readonly certificate_chain?: string
}

/** Gives a pending CA the certificate that a CA elsewhere made of its CSR. */
export function ImportDialog({ authority, close }: { authority: Authority; close: () => void }) {
  const t = useText()
  const [form] = Form.useForm<ImportForm>()
  const act = () => {
    const { certificate, certificate_chain } = form.getFieldsValue(true)
    return ask(pca.authorities.importAuthority, {
      params: { ca_id: authority.ca_id },
      body: { certificate, ...(certificate_chain && { certificate_chain }) },
    })
  }
  return (
    <ActionDialog
      title={t('pending.importButton')}
      submit={t('pending.importSubmit')}
      done={t('pending.imported')}
      width={680}
      form={form}
      act={act}
      close={close}
    >
      <Form form={form} layout="vertical">
        <PemField name="certificate" label={t('tab.certificate')} isRequired rows={8} />
        <PemField
          name="certificate_chain"
          label={t('field.chain')}
          extra={t('pending.chainWords')}
          rows={5}
        />
      </Form>
    </ActionDialog>
  )
}
