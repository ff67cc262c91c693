import { Form, InputNumber, Select, Space } from 'antd'
import { useText } from '../text/text.ts'

const longest: Readonly<Record<string, number>> = { YEAR: 20, MONTH: 240, DAY: 7305, HOUR: 175_320 }
const longestOfRoots: Readonly<Record<string, number>> = { YEAR: 30, MONTH: 360, DAY: 10_958, HOUR: 262_992 }

/** For how long: a number and its unit. */
export function ValidityFields({ isRoot = false }: { isRoot?: boolean }) {
  const t = useText()
  const unit = Form.useWatch(['validity', 'type']) as string | undefined
  const most = (isRoot ? longestOfRoots : longest)[unit ?? 'YEAR'] ?? 20
  const units = (['YEAR', 'MONTH', 'DAY', 'HOUR'] as const).map((value) => ({
    value,
    label: t(`unit.${value}`),
  }))
  return (
    <Form.Item
      label={t('field.validity')}
      required
      extra={t('form.atMost', { most })}
      htmlFor="validity_value"
    >
      <Space.Compact>
        <Form.Item
          name={['validity', 'value']}
          noStyle
          rules={[
            { required: true, message: t('form.required') },
            { type: 'integer', min: 1, max: most, message: t('form.between', { least: 1, most }) },
          ]}
        >
          <InputNumber className="validity-value" min={1} precision={0} aria-label={t('field.validity')} />
        </Form.Item>
        <Form.Item name={['validity', 'type']} noStyle>
          <Select className="validity-unit" options={units} aria-label={t('field.validityUnit')} />
        </Form.Item>
      </Space.Compact>
    </Form.Item>
  )
}
