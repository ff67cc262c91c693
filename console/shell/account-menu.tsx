import { UserOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { PasswordDialog } from '../session/password-dialog.tsx'
import { useSigned } from '../session/session.ts'
import { signOut } from '../session/sign-in.ts'
import { useText } from '../text/text.ts'

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const t = useText()
  const { user, account } = useSigned()
  const [isChanging, setChanging] = useState(false)
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            {
              key: 'who',
              disabled: true,
              label: t('shell.signedIn', { user: user.name, account: account.name }),
            },
            { type: 'divider' },
            { key: 'docs', label: <a href="/docs">{t('shell.docs')}</a> },
            { key: 'password', label: t('password.change'), onClick: () => setChanging(true) },
            { key: 'out', label: t('shell.signOut'), onClick: () => void signOut() },
          ],
        }}
      >
        <Button
          type="text"
          icon={<UserOutlined aria-hidden />}
          aria-label={t('shell.account', { user: user.name })}
        >
          <span className="shell-user">{user.name}</span>
        </Button>
      </Dropdown>
      {isChanging && <PasswordDialog close={() => setChanging(false)} />}
    </>
  )
}
