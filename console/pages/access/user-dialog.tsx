import { Form, Input } from 'antd'
import { ask } from '../../api/ask.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { useText } from '../../text/text.ts'
import { createUser, type User, updateUser } from './access.ts'

interface UserForm {
  readonly name: string
  readonly password?: string
  readonly email?: string
  readonly description?: string
}

/** Creates a user, or changes one. A password that is left empty is none, or stays. */
export function UserDialog({ user, close }: { user?: User; close: () => void }) {
  const t = useText()
  const [form] = Form.useForm<UserForm>()
  const act = async () => {
    const { password, ...given } = form.getFieldsValue(true)
    const body = { user: { ...given, ...(password && { password }) } }
    if (user) await ask(updateUser, { params: { user_id: user.id }, body })
    else await ask(createUser, { body })
  }
  const title = t(user ? 'users.change' : 'users.create')
  return (
    <ActionDialog title={title} submit={title} form={form} act={act} close={close}>
      <Form
        form={form}
        layout="vertical"
        initialValues={user && { name: user.name, email: user.email, description: user.description }}
      >
        <Form.Item
          name="name"
          label={t('field.name')}
          rules={[{ required: true, message: t('form.required') }, { max: 64 }]}
        >
          <Input autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('signIn.password')}
          extra={t(user ? 'users.passwordStays' : 'users.noPassword')}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="email"
          label={t('users.email')}
          rules={[{ type: 'email', message: t('users.emailRule') }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="description" label={t('field.description')} rules={[{ max: 255 }]}>
          <Input autoComplete="off" />
        </Form.Item>
      </Form>
    </ActionDialog>
  )
}
