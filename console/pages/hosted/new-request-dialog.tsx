import { scm } from 'virtual:contract'
import { Form, Input, Select } from 'antd'
import { ask } from '../../api/ask.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { type TextKey, useText } from '../../text/text.ts'

interface RequestForm {
  readonly name: string
  readonly domain_name: string
  readonly sans?: readonly string[]
  readonly private_key_algo: 'RSA_2048' | 'RSA_3072' | 'RSA_4096' | 'EC_P256' | 'EC_P384'
  readonly company_name?: string
  readonly company_country?: string
  readonly company_province?: string
  readonly company_city?: string
}

const company: readonly (readonly [name: keyof RequestForm, label: TextKey])[] = [
  ['company_name', 'field.organization'],
  ['company_country', 'field.country'],
  ['company_province', 'field.province'],
  ['company_city', 'field.locality'],
]

/** A CSR whose key is made and kept here. With all that names a company it is one for a company. */
export function NewRequestDialog({ close }: { close: () => void }) {
  const t = useText()
  const [form] = Form.useForm<RequestForm>()
  const act = () => {
    const { sans = [], ...given } = form.getFieldsValue(true)
    const isWhole = company.every(([name]) => given[name as keyof typeof given])
    const body = {
      ...given,
      sans: sans.join(';'),
      usage: isWhole ? ('ENTERPRISE' as const) : ('PERSONAL' as const),
    }
    return ask(scm.requests.createCsr, { body })
  }
  const keys = ['EC_P256', 'EC_P384', 'RSA_2048', 'RSA_3072', 'RSA_4096'].map((value) => ({
    value,
    label: value,
  }))
  return (
    <ActionDialog
      title={t('requests.create')}
      submit={t('requests.create')}
      done={t('requests.created')}
      width={640}
      form={form}
      act={act}
      close={close}
    >
      <Form form={form} layout="vertical" initialValues={{ private_key_algo: 'EC_P256' }}>
        <div className="form-grid">
          <NameField />
          <Form.Item name="private_key_algo" label={t('field.key')}>
            <Select options={keys} />
          </Form.Item>
          <Form.Item
            name="domain_name"
            label={t('field.domain')}
            rules={[{ required: true, message: t('form.required') }, { max: 63 }]}
          >
            <Input placeholder="www.example.com" autoComplete="off" spellCheck={false} />
          </Form.Item>
          <Form.Item name="sans" label={t('field.names')}>
            <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ', ';', '\n']} />
          </Form.Item>
          {company.map(([name, label]) => (
            <Form.Item key={name} name={name} label={t(label)}>
              <Input autoComplete="off" />
            </Form.Item>
          ))}
        </div>
      </Form>
    </ActionDialog>
  )
}

export function NameField() {
  const t = useText()
  return (
    <Form.Item
      name="name"
      label={t('field.name')}
      rules={[
        { required: true, message: t('form.required') },
        { pattern: /^[A-Za-z0-9_.-]{1,63}$/, message: t('requests.nameRule') },
      ]}
    >
      <Input autoComplete="off" spellCheck={false} />
    </Form.Item>
  )
}
