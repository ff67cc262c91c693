import { Button, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useRefresh } from '../api/use-asked.ts'
import { useText } from '../text/text.ts'
import { CredentialsForm } from './credentials-form.tsx'
import { useSession, useSigned } from './session.ts'
import { signOut } from './sign-in.ts'

const warningMs = 5 * 60_000

/**
 * Tokens end, and one taken for another ends with it: before that the password is asked for, and what is on the page
 * stays.
 */
export function RenewDialog() {
  const t = useText()
  const { isExpired } = useSession()
  const { account, user, expiresAt } = useSigned()
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    setNear(false)
    const timer = setTimeout(() => setNear(true), Math.min(expiresAt - Date.now() - warningMs, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  }, [expiresAt])
  const refresh = useRefresh()
  const wasExpired = useRef(false)
  useEffect(() => {
    // what was refused meanwhile is asked again
    if (wasExpired.current && !isExpired) void refresh()
    wasExpired.current = isExpired
  }, [isExpired, refresh])
  const isOpen = isExpired || isNear
  return (
    <Modal
      open={isOpen}
      title={t('renew.title')}
      onCancel={() => setNear(false)}
      closable={!isExpired}
      mask={{ closable: false }}
      keyboard={!isExpired}
      footer={null}
      destroyOnHidden
      width={420}
    >
      <p>{t(isExpired ? 'renew.over' : 'renew.near', { user: user.name, account: account.name })}</p>
      <CredentialsForm known={{ account: account.name, user: user.name }} submit={t('renew.submit')} />
      <Button type="link" block onClick={() => void signOut()}>
        {t('shell.signOut')}
      </Button>
    </Modal>
  )
}
