import { Checkbox, Form, Input } from 'antd'
import { useText } from '../../text/text.ts'

/** What every import asks for. */
export function ImportNameField() {
  const t = useText()
  return (
    <Form.Item
      name="name"
      label={t('field.name')}
      rules={[
        { required: true, message: t('form.required') },
        { pattern: /^[A-Za-z0-9_.-]{3,63}$/, message: t('import.nameRule') },
      ]}
    >
      <Input className="short-field" autoComplete="off" spellCheck={false} />
    </Form.Item>
  )
}

export function RefuseTwiceField() {
  const t = useText()
  return (
    <Form.Item name="refuseTwice" valuePropName="checked">
      <Checkbox>{t('import.refuseTwice')}</Checkbox>
    </Form.Item>
  )
}
