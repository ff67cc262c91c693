import { iam } from 'virtual:contract'
import { Form, Input } from 'antd'
import { ask } from '../api/ask.ts'
import { ActionDialog } from '../shapes/action-dialog.tsx'
import { useText } from '../text/text.ts'
import { useSigned } from './session.ts'
import { signIn } from './sign-in.ts'

interface PasswordForm {
  readonly original_password: string
  readonly password: string
}

/** Changes the own password. All sessions end with the old one; this one goes on with a new token. */
export function PasswordDialog({ close }: { close: () => void }) {
  const t = useText()
  const { user, account } = useSigned()
  const [form] = Form.useForm<PasswordForm>()
  const act = async () => {
    const given = form.getFieldsValue(true)
    await ask(iam.users.changePassword, { params: { user_id: user.id }, body: { user: given } })
    await signIn({ account: account.name, user: user.name, password: given.password })
  }
  return (
    <ActionDialog
      title={t('password.change')}
      submit={t('password.change')}
      done={t('password.changed')}
      form={form}
      act={act}
      close={close}
    >
      <p>{t('password.words')}</p>
      <Form form={form} layout="vertical">
        <Form.Item
          name="original_password"
          label={t('password.old')}
          rules={[{ required: true, message: t('form.required') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('password.new')}
          rules={[{ required: true, message: t('form.required') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
    </ActionDialog>
  )
}
