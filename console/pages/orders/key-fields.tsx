import { Form, Radio, Select } from 'antd'
import { RequestView } from '../../pki/request-view.tsx'
import { PemField } from '../../shapes/pem-field.tsx'
import { useText } from '../../text/text.ts'
import { keyAlgorithms } from './application-form.ts'

/** A key that is made here, or one that stays with the applicant, by its CSR. */
export function KeyFields() {
  const t = useText()
  const keyFrom: unknown = Form.useWatch('keyFrom')
  const csr: unknown = Form.useWatch('csr')
  return (
    <>
      <Form.Item name="keyFrom" noStyle>
        <Radio.Group className="kinds" aria-label={t('field.key')}>
          {(['here', 'csr'] as const).map((value) => (
            <Radio key={value} value={value} className="kind">
              <strong className="kind-title">{t(`keyFrom.${value}`)}</strong>
              <span className="kind-words">{t(`keyFromWords.${value}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {keyFrom === 'csr' ? (
        <div className="beside">
          <PemField name="csr" label="CSR" isRequired rows={12} />
          <RequestView pem={typeof csr === 'string' ? csr : ''} />
        </div>
      ) : (
        <Form.Item name="key_algorithm" label={t('orders.keyAlgorithm')} className="short-field">
          <Select options={keyAlgorithms.map((value) => ({ value, label: value.replace('_', ' ') }))} />
        </Form.Item>
      )}
    </>
  )
}
