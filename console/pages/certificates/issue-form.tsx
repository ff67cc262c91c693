import { pca } from 'virtual:contract'
import { Collapse, Form, Select } from 'antd'
import { ask } from '../../api/ask.ts'
import { useProjectFilter } from '../../session/session.ts'
import { useAddress } from '../../shapes/address.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { NameFields } from '../../shapes/name-fields.tsx'
import { Submit } from '../../shapes/submit.tsx'
import { useSending } from '../../shapes/use-sending.ts'
import { ValidityFields } from '../../shapes/validity-fields.tsx'
import { translateWord, useText } from '../../text/text.ts'
import { IssuerField } from '../authorities/issuer-field.tsx'
import { type CertificateForm, keyUsages, purposes, requestOf } from './certificate-form.ts'

export function IssueForm() {
  const t = useText()
  const project = useProjectFilter()
  const [{ issuer }] = useAddress()
  const { send, error, isBusy } = useSending(async (given: CertificateForm) => {
    const body = { ...requestOf(given), ...project }
    const { certificate_id } = await ask(pca.certificates.issueCertificate, { body })
    return { to: '/certificates/$id', params: { id: certificate_id } }
  })
  return (
    <Form<CertificateForm>
      layout="vertical"
      className="guided"
      initialValues={{
        issuer_id: issuer,
        purposes: ['server_auth'],
        key_algorithm: 'EC256',
        signature_algorithm: 'SHA256',
        validity: { type: 'YEAR', value: 1 },
      }}
      onFinish={(given) => void send(given)}
      scrollToFirstError
    >
      <Part title={t('issue.who')}>
        <IssuerField />
        <NameFields isWhole={false} placeholder="www.example.com" />
        <Form.Item name="names" label={t('field.names')} extra={t('issue.namesWords')}>
          <Select
            mode="tags"
            open={false}
            suffixIcon={null}
            tokenSeparators={[',', ' ', ';', '\n']}
            maxCount={20}
          />
        </Form.Item>
      </Part>
      <Part title={t('issue.what')}>
        <div className="form-grid">
          <Form.Item name="purposes" label={t('field.purposes')}>
            <Select
              mode="multiple"
              options={purposes.map((value) => ({ value, label: translateWord('purpose', value) }))}
            />
          </Form.Item>
          <ValidityFields />
        </div>
        <Collapse
          ghost
          items={[{ key: 'more', label: t('issue.more'), forceRender: true, children: <KeyFields /> }]}
        />
      </Part>
      <Submit error={error} isBusy={isBusy}>
        {t('issue.submit')}
      </Submit>
    </Form>
  )
}

function KeyFields() {
  const t = useText()
  const options = (values: readonly string[]) => values.map((value) => ({ value, label: value }))
  return (
    <div className="form-grid">
      <Form.Item name="key_algorithm" label={t('field.key')}>
        <Select options={options(['EC256', 'EC384', 'RSA2048', 'RSA4096'])} />
      </Form.Item>
      <Form.Item name="signature_algorithm" label={t('field.hash')}>
        <Select options={options(['SHA256', 'SHA384', 'SHA512'])} />
      </Form.Item>
      <Form.Item name="key_usages" label={t('field.keyUsages')} extra={t('issue.keyUsagesWords')}>
        <Select mode="multiple" allowClear options={options(keyUsages)} />
      </Form.Item>
    </div>
  )
}
