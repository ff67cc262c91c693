import { Form, Input } from 'antd'
import { type TextKey, useText } from '../text/text.ts'

const text = /^[\p{L}\p{M}\p{N}\-_., ]*$/u
const commonNameText = /^[\p{L}\p{M}\p{N}\-_., *]*$/u

interface NameField {
  readonly name: string
  readonly label: TextKey
  readonly most: number
  readonly pattern: RegExp
}

const attributes: readonly NameField[] = [
  { name: 'organization', label: 'field.organization', most: 64, pattern: text },
  { name: 'organizational_unit', label: 'field.organizationalUnit', most: 64, pattern: text },
  { name: 'country', label: 'field.country', most: 2, pattern: /^[A-Za-z]{2}$/ },
  { name: 'state', label: 'field.province', most: 128, pattern: text },
  { name: 'locality', label: 'field.locality', most: 128, pattern: text },
]

/** A distinguished name, as the API bounds it; a CA needs all of it, a certificate inherits what is left out. */
export function NameFields({ isWhole, placeholder }: { isWhole: boolean; placeholder: string }) {
  const t = useText()
  const rules = ({ pattern, most }: NameField, required: boolean) => [
    { required, message: t('form.required') },
    { pattern, message: t(most === 2 ? 'form.country' : 'form.nameText') },
    { max: most, message: t('form.longest', { most }) },
  ]
  const commonName = {
    name: 'common_name',
    label: 'field.commonName',
    most: 64,
    pattern: commonNameText,
  } as const
  return (
    <>
      <Form.Item
        name={['distinguished_name', 'common_name']}
        label={t('field.commonName')}
        rules={rules(commonName, true)}
      >
        <Input placeholder={placeholder} spellCheck={false} autoComplete="off" />
      </Form.Item>
      <div className="form-grid">
        {attributes.map((field) => (
          <Form.Item
            key={field.name}
            name={['distinguished_name', field.name]}
            label={t(field.label)}
            rules={rules(field, isWhole)}
          >
            <Input autoComplete="off" />
          </Form.Item>
        ))}
      </div>
    </>
  )
}
