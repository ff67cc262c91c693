import { pca } from 'virtual:contract'
import { Form } from 'antd'
import { ask } from '../../api/ask.ts'
import { RequestView } from '../../pki/request-view.tsx'
import { useProjectFilter } from '../../session/session.ts'
import { useAddress } from '../../shapes/address.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { PemField } from '../../shapes/pem-field.tsx'
import { Submit } from '../../shapes/submit.tsx'
import { useSending } from '../../shapes/use-sending.ts'
import { ValidityFields } from '../../shapes/validity-fields.tsx'
import { useText } from '../../text/text.ts'
import type { Validity } from '../authorities/authority-form.ts'
import { IssuerField } from '../authorities/issuer-field.tsx'

interface RequestValues {
  readonly issuer_id: string
  readonly csr: string
  readonly validity: Validity
}

/** By a CSR that is read while it is typed. */
export function RequestForm() {
  const t = useText()
  const project = useProjectFilter()
  const [{ issuer }] = useAddress()
  const [form] = Form.useForm<RequestValues>()
  const csr = Form.useWatch('csr', form)
  const { send, error, isBusy } = useSending(async (given: RequestValues) => {
    const body = { ...given, type: 'ENTITY_CERT' as const, ...project }
    const { certificate_id } = await ask(pca.certificates.issueCertificateByRequest, { body })
    return { to: '/certificates/$id', params: { id: certificate_id } }
  })
  return (
    <Form<RequestValues>
      form={form}
      layout="vertical"
      className="guided"
      initialValues={{ issuer_id: issuer, validity: { type: 'YEAR', value: 1 } }}
      onFinish={(given) => void send(given)}
      scrollToFirstError
    >
      <Part title={t('issue.request')}>
        <div className="beside">
          <PemField name="csr" label="CSR" isRequired rows={14} />
          <RequestView pem={csr ?? ''} />
        </div>
      </Part>
      <Part title={t('issue.who')}>
        <div className="form-grid">
          <IssuerField />
          <ValidityFields />
        </div>
      </Part>
      <Submit error={error} isBusy={isBusy}>
        {t('issue.submit')}
      </Submit>
    </Form>
  )
}
