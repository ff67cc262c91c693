import { pca } from 'virtual:contract'
import { Form, Select } from 'antd'
import { ask } from '../../api/ask.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { ValidityFields } from '../../shapes/validity-fields.tsx'
import { useText } from '../../text/text.ts'
import type { Authority } from './authority.ts'
import type { Validity } from './authority-form.ts'
import { IssuerField, PathLengthField } from './issuer-field.tsx'

interface ActivateForm {
  readonly issuer_id: string
  readonly signature_algorithm: string
  readonly validity: Validity
  readonly path_length?: number | null
}

/** Has a CA of the account sign a pending one. */
export function ActivateDialog({ authority, close }: { authority: Authority; close: () => void }) {
  const t = useText()
  const [form] = Form.useForm<ActivateForm>()
  const hashes = ['SHA256', 'SHA384', 'SHA512'].map((value) => ({ value, label: value }))
  const act = () => {
    const { path_length, ...given } = form.getFieldsValue(true)
    return ask(pca.authorities.activateAuthority, {
      params: { ca_id: authority.ca_id },
      body: { ...given, path_length: path_length ?? 0 },
    })
  }
  return (
    <ActionDialog
      title={t('pending.activate')}
      submit={t('pending.activateSubmit')}
      done={t('pending.activated')}
      form={form}
      act={act}
      close={close}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ signature_algorithm: 'SHA256', validity: { type: 'YEAR', value: 5 } }}
      >
        <IssuerField />
        <Form.Item name="signature_algorithm" label={t('field.hash')}>
          <Select options={hashes} />
        </Form.Item>
        <ValidityFields />
        <PathLengthField />
      </Form>
    </ActionDialog>
  )
}
