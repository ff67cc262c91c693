import { pca } from 'virtual:contract'
import { Button, Form } from 'antd'
import { ask } from '../../api/ask.ts'
import { RequestView } from '../../pki/request-view.tsx'
import { useSession } from '../../session/session.ts'
import { useAddress } from '../../shapes/address.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { Failure } from '../../shapes/failure.tsx'
import { PemField } from '../../shapes/pem-field.tsx'
import { ValidityFields } from '../../shapes/validity-fields.tsx'
import { useText } from '../../text/text.ts'
import type { Validity } from '../authorities/authority-form.ts'
import { IssuerField } from '../authorities/issuer-field.tsx'
import { useIssuing } from './use-issuing.ts'

interface RequestValues {
  readonly issuer_id: string
  readonly csr: string
  readonly validity: Validity
}

/** By a CSR that is read while it is typed. */
export function RequestForm() {
  const t = useText()
  const { enterpriseProject } = useSession()
  const [{ issuer }] = useAddress()
  const [form] = Form.useForm<RequestValues>()
  const csr = Form.useWatch('csr', form)
  const { send, error, isBusy } = useIssuing(() =>
    ask(pca.certificates.issueCertificateByRequest, {
      body: {
        ...form.getFieldsValue(true),
        type: 'ENTITY_CERT',
        ...(enterpriseProject !== 'all' && { enterprise_project_id: enterpriseProject }),
      },
    }),
  )
  return (
    <Form<RequestValues>
      form={form}
      layout="vertical"
      className="guided"
      initialValues={{ issuer_id: issuer, validity: { type: 'YEAR', value: 1 } }}
      onFinish={() => void send()}
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
      {error !== undefined && <Failure error={error} />}
      <div className="guided-end">
        <Button type="primary" htmlType="submit" size="large" loading={isBusy}>
          {t('issue.submit')}
        </Button>
      </div>
    </Form>
  )
}
