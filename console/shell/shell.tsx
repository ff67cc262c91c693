import { MenuOutlined } from '@ant-design/icons'
import { Outlet, useLocation } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { Suspense, useEffect, useRef, useState } from 'react'
import { useText } from '../text/text.ts'
import { AccountMenu } from './account-menu.tsx'
import { Mark } from './mark.tsx'
import { Navigation } from './navigation.tsx'
import { PreferenceButtons } from './preference-buttons.tsx'
import { ScopeSwitch } from './scope-switch.tsx'

/** What stands around every page: navigation at the left, scope, language and user above. */
export function Shell() {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  const content = useFocusOnPageChange()
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('shell.skip')}
      </a>
      <header className="shell-head">
        <Button
          className="shell-menu"
          type="text"
          aria-label={t('nav.open')}
          icon={<MenuOutlined aria-hidden />}
          onClick={() => setOpen(true)}
        />
        <span className="shell-name">
          <Mark /> <span>Chancery</span>
        </span>
        <ScopeSwitch />
        <span className="shell-space" />
        <PreferenceButtons />
        <AccountMenu />
      </header>
      <aside className="shell-side">
        <Navigation />
      </aside>
      <Drawer
        open={isOpen}
        placement="left"
        size={260}
        title={t('nav.label')}
        onClose={() => setOpen(false)}
        destroyOnHidden
      >
        <Navigation gone={() => setOpen(false)} />
      </Drawer>
      <main className="shell-content" id="content" tabIndex={-1} ref={content}>
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  )
}

/** Who goes to another page by keyboard or ear goes on reading there. */
function useFocusOnPageChange() {
  const path = useLocation({ select: ({ pathname }) => pathname })
  const content = useRef<HTMLElement>(null)
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current !== path) content.current?.focus({ preventScroll: true })
    shown.current = path
  }, [path])
  return content
}
