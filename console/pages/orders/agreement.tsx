import { Checkbox, Form } from 'antd'
import { useText } from '../../text/text.ts'

/** The reference has both calls refuse who did not agree. */
export function Agreement() {
  const t = useText()
  return (
    <Form.Item
      name="agreed"
      valuePropName="checked"
      rules={[
        {
          validator: (_, isAgreed) =>
            isAgreed ? Promise.resolve() : Promise.reject(new Error(t('form.required'))),
        },
      ]}
    >
      <Checkbox>{t('orders.agree')}</Checkbox>
    </Form.Item>
  )
}
