import { Form, Input } from 'antd'
import { type TextKey, useText } from '../../text/text.ts'

interface Field {
  readonly name: string
  readonly label: TextKey
  readonly pattern?: RegExp
  readonly message?: TextKey
  readonly isOptional?: boolean
  readonly type?: 'email' | 'tel'
}

const applicant: readonly Field[] = [
  {
    name: 'applicant_name',
    label: 'orders.person',
    pattern: /^[\p{L}\p{M}\p{N}_.,()（） -]*$/u,
    message: 'form.nameText',
  },
  { name: 'applicant_phone', label: 'orders.phone', type: 'tel' },
  {
    name: 'applicant_email',
    label: 'users.email',
    pattern: /^[^\s@]+@[^\s@]+$/,
    message: 'users.emailRule',
    type: 'email',
  },
]

const company: readonly Field[] = [
  { name: 'company_name', label: 'field.organization' },
  { name: 'company_unit', label: 'field.organizationalUnit', isOptional: true },
  { name: 'country', label: 'field.country', pattern: /^[A-Za-z]{2}$/, message: 'form.country' },
  { name: 'company_province', label: 'field.province' },
  { name: 'company_city', label: 'field.locality' },
]

/** Who asks, and is asked back. */
export const ApplicantFields = () => <Fields fields={applicant} />

/** The company that an OV or EV certificate speaks of, and a reviewer looks at. */
export const CompanyFields = () => <Fields fields={company} />

const most = 63

function Fields({ fields }: { fields: readonly Field[] }) {
  const t = useText()
  return (
    <div className="form-grid">
      {fields.map(({ name, label, pattern, message, isOptional = false, type }) => (
        <Form.Item
          key={name}
          name={name}
          label={t(label)}
          rules={[
            { required: !isOptional, message: t('form.required') },
            ...(pattern && message ? [{ pattern, message: t(message) }] : []),
            ...(type === 'email' ? [] : [{ max: most, message: t('form.longest', { most }) }]),
          ]}
        >
          <Input type={type ?? 'text'} />
        </Form.Item>
      ))}
    </div>
  )
}
