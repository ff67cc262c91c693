import { audit, health, iam, pca, scm } from 'virtual:contract'
import {
  ApartmentOutlined,
  AuditOutlined,
  BellOutlined,
  DashboardOutlined,
  FileProtectOutlined,
  FileTextOutlined,
  HeartOutlined,
  SafetyCertificateOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { Link, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '../session/session.ts'
import { type TextKey, useText } from '../text/text.ts'

interface Entry {
  readonly to: string
  readonly title: TextKey
  readonly icon: ReactNode
  /** It is offered to whoever may do one of these; to everybody where there is none. */
  readonly needs: readonly { readonly action: string | null }[]
}

interface Group {
  readonly title: TextKey
  readonly entries: readonly Entry[]
}

/** Every place of the console. What is ordered, reviewed and pushed will stand under "SSL certificates". */
const groups: readonly Group[] = [
  {
    title: 'nav.private',
    entries: [
      {
        to: '/authorities',
        title: 'nav.authorities',
        icon: <ApartmentOutlined />,
        needs: [pca.authorities.listAuthorities],
      },
      {
        to: '/certificates',
        title: 'nav.certificates',
        icon: <SafetyCertificateOutlined />,
        needs: [pca.certificates.listCertificates],
      },
    ],
  },
]
void [
  AuditOutlined,
  BellOutlined,
  DashboardOutlined,
  FileProtectOutlined,
  FileTextOutlined,
  HeartOutlined,
  SafetyCertificateOutlined,
  TeamOutlined,
  audit,
  health,
  iam,
  scm,
]

export function Navigation({ gone }: { gone?: () => void }) {
  const t = useText()
  const may = useMay()
  const path = useLocation({ select: ({ pathname }) => pathname })
  return (
    <nav className="navigation" aria-label={t('nav.label')}>
      {groups.map(({ title, entries }) => {
        const offered = entries.filter(({ needs }) => needs.length === 0 || needs.some(may))
        return (
          offered.length > 0 && (
            <section key={title} aria-label={t(title)}>
              <p className="navigation-group" aria-hidden="true">
                {t(title)}
              </p>
              <ul>
                {offered.map(({ to, title: entry, icon }) => (
                  <li key={to}>
                    <Link
                      to={to}
                      onClick={gone}
                      className="navigation-link"
                      aria-current={path === to || path.startsWith(`${to}/`) ? 'page' : undefined}
                    >
                      {icon}
                      <span>{t(entry)}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          )
        )
      })}
    </nav>
  )
}
