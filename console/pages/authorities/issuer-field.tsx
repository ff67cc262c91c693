import { Form, InputNumber, Select } from 'antd'
import { useText } from '../../text/text.ts'
import { isIssuing, nameOf, useAuthorities } from './authority.ts'

/** The CA that is to sign: one of those that can. */
export function IssuerField() {
  const t = useText()
  const authorities = useAuthorities()
  const options = authorities?.filter(isIssuing).map((authority) => ({
    value: authority.ca_id,
    label: nameOf(authority),
  }))
  return (
    <Form.Item
      name="issuer_id"
      label={t('field.issuer')}
      rules={[{ required: true, message: t('form.required') }]}
      extra={options?.length === 0 ? t('newAuthority.noIssuer') : undefined}
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('form.choose')}
        options={options ?? []}
        loading={!options}
      />
    </Form.Item>
  )
}

export function PathLengthField() {
  const t = useText()
  return (
    <Form.Item name="path_length" label={t('field.pathLength')} extra={t('newAuthority.pathLengthWords')}>
      <InputNumber min={0} max={6} precision={0} placeholder="0" />
    </Form.Item>
  )
}
