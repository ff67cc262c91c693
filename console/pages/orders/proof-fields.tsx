import { Checkbox, Form, Input, Radio, Select } from 'antd'
import { translateWord, useText } from '../../text/text.ts'
import { proofMethods } from './application-form.ts'
import type { Order } from './order.ts'

/** The names that the certificate is to hold, as many as were bought. */
export function NameFields({ order }: { order: Order }) {
  const t = useText()
  const most = order.domain_count
  const example = order.domain_type === 'WILDCARD' ? '*.example.com' : 'www.example.com'
  return (
    <>
      <Form.Item
        name="domain"
        label={t('orders.firstName')}
        extra={order.domain_type === 'MULTI_DOMAIN' ? undefined : t('orders.firstNameWords')}
        rules={[
          { required: true, message: t('form.required') },
          { max: 64, message: t('form.longest', { most: 64 }) },
        ]}
      >
        <Input placeholder={example} autoComplete="off" spellCheck={false} />
      </Form.Item>
      {most > 1 && (
        <Form.Item
          name="sans"
          label={t('orders.otherNames')}
          extra={t('orders.otherNamesWords', { most: most - 1 })}
        >
          <Select
            mode="tags"
            open={false}
            suffixIcon={null}
            tokenSeparators={[',', ' ', ';', '\n']}
            maxCount={most - 1}
          />
        </Form.Item>
      )}
    </>
  )
}

/** How it is shown that the names are the applicant's. */
export function ProofFields() {
  const t = useText()
  return (
    <>
      <Form.Item name="domain_method" label={t('orders.proof')}>
        <Radio.Group className="kinds" aria-label={t('orders.proof')}>
          {proofMethods.map((value) => (
            <Radio key={value} value={value} className="kind">
              <strong className="kind-title">{translateWord('proofMethod', value)}</strong>
              <span className="kind-words">{translateWord('proofMethodWords', value)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item noStyle dependencies={['domain_method']}>
        {({ getFieldValue }) =>
          getFieldValue('domain_method') === 'DNS' && (
            <Form.Item name="auto_dns_auth" valuePropName="checked" extra={t('orders.autoDnsWords')}>
              <Checkbox>{t('orders.autoDns')}</Checkbox>
            </Form.Item>
          )
        }
      </Form.Item>
    </>
  )
}
