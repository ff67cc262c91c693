import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { Failure } from '../shapes/failure.tsx'
import { useText } from '../text/text.ts'
import { type Credentials, signIn } from './sign-in.ts'

/** Account, user and password; what is known already is not asked for. */
export function CredentialsForm({
  known,
  submit,
}: {
  known?: Omit<Credentials, 'password'>
  submit: string
}) {
  const t = useText()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const send = async (given: Credentials) => {
    setBusy(true)
    setError(undefined)
    try {
      await signIn({ ...known, ...given })
    } catch (caught) {
      setError(caught)
      setBusy(false)
    }
  }
  return (
    <Form<Credentials>
      layout="vertical"
      requiredMark={false}
      onFinish={(given) => void send(given)}
      size="large"
    >
      {!known && (
        <>
          <Form.Item name="account" label={t('signIn.account')} rules={[{ required: true }]}>
            <Input autoComplete="organization" autoFocus spellCheck={false} />
          </Form.Item>
          <Form.Item name="user" label={t('signIn.user')} rules={[{ required: true }]}>
            <Input autoComplete="username" spellCheck={false} />
          </Form.Item>
        </>
      )}
      <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      {error !== undefined && <Failure error={error} isSignIn />}
      <Button type="primary" htmlType="submit" loading={isBusy} block>
        {submit}
      </Button>
    </Form>
  )
}
