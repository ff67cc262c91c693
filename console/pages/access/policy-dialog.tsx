import { iam } from 'virtual:contract'
import { Form, Input, Select } from 'antd'
import { ask } from '../../api/ask.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { useText } from '../../text/text.ts'
import { type Role, roleTitle } from './access.ts'

interface PolicyForm {
  readonly display_name: string
  readonly type: 'AX' | 'XA'
  readonly description?: string
  readonly policy: string
}

const example = {
  Version: '1.1',
  Statement: [{ Effect: 'Allow', Action: ['pca:ca:get', 'pca:ca:list', 'pca:cert:get', 'pca:cert:list'] }],
}

/** Writes a policy, or changes one. */
export function PolicyDialog({ role, close }: { role?: Role; close: () => void }) {
  const t = useText()
  const [form] = Form.useForm<PolicyForm>()
  const act = async () => {
    const { policy, ...given } = form.getFieldsValue(true)
    const body = { role: { ...given, policy: JSON.parse(policy) as object } }
    if (role) await ask(iam.roles.updateRole, { params: { role_id: role.id }, body })
    else await ask(iam.roles.createRole, { body })
  }
  const title = t(role ? 'policies.change' : 'policies.create')
  return (
    <ActionDialog title={title} submit={title} width={680} form={form} act={act} close={close}>
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          display_name: role && roleTitle(role),
          type: role?.type ?? 'AX',
          description: role?.description,
          policy: JSON.stringify(role?.policy ?? example, null, 2),
        }}
      >
        <Form.Item
          name="display_name"
          label={t('field.name')}
          rules={[{ required: true, message: t('form.required') }, { max: 128 }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="type" label={t('policies.level')}>
          <Select
            options={[
              { value: 'AX', label: t('policies.AX') },
              { value: 'XA', label: t('policies.XA') },
            ]}
          />
        </Form.Item>
        <Form.Item name="description" label={t('field.description')} rules={[{ max: 255 }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="policy"
          label={t('policies.document')}
          rules={[{ validator: (_rule, text: string) => checkJson(text, t('policies.notJson')) }]}
        >
          <Input.TextArea className="fixed-text" rows={12} spellCheck={false} />
        </Form.Item>
      </Form>
    </ActionDialog>
  )
}

async function checkJson(text: string, words: string): Promise<void> {
  try {
    JSON.parse(text)
  } catch (error) {
    throw new Error(`${words} ${error instanceof Error ? error.message : ''}`)
  }
}
