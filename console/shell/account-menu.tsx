import { UserOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useSigned } from '../session/session.ts'
import { signOut } from '../session/sign-in.ts'
import { useText } from '../text/text.ts'

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const t = useText()
  const { user, account } = useSigned()
  return (
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
  )
}
