import { audit, connections, health, iam, pca, scm } from 'virtual:contract'
import {
  ApartmentOutlined,
  ApiOutlined,
  AuditOutlined,
  BellOutlined,
  DashboardOutlined,
  FileProtectOutlined,
  FileTextOutlined,
  HeartOutlined,
  SafetyCertificateOutlined,
  SendOutlined,
  SolutionOutlined,
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

/** Every place of the console. */
const groups: readonly Group[] = [
  {
    title: 'nav.watch',
    entries: [{ to: '/overview', title: 'nav.overview', icon: <DashboardOutlined aria-hidden />, needs: [] }],
  },
  {
    title: 'nav.private',
    entries: [
      {
        to: '/authorities',
        title: 'nav.authorities',
        icon: <ApartmentOutlined aria-hidden />,
        needs: [pca.authorities.listAuthorities],
      },
      {
        to: '/certificates',
        title: 'nav.certificates',
        icon: <SafetyCertificateOutlined aria-hidden />,
        needs: [pca.certificates.listCertificates],
      },
    ],
  },
  {
    title: 'nav.ssl',
    entries: [
      {
        to: '/hosted',
        title: 'nav.hosted',
        icon: <FileProtectOutlined aria-hidden />,
        needs: [scm.certificates.listCertificates],
      },
      {
        to: '/requests',
        title: 'nav.requests',
        icon: <FileTextOutlined aria-hidden />,
        needs: [scm.requests.listCsr],
      },
      {
        to: '/pushes',
        title: 'nav.pushes',
        icon: <SendOutlined aria-hidden />,
        needs: [scm.pushes.listAllPushes],
      },
      {
        to: '/notices',
        title: 'nav.notices',
        icon: <BellOutlined aria-hidden />,
        needs: [scm.notices.showNotificationWebhook],
      },
    ],
  },
  {
    title: 'nav.administration',
    entries: [
      {
        to: '/reviews',
        title: 'nav.reviews',
        icon: <SolutionOutlined aria-hidden />,
        needs: [scm.reviews.listReviews],
      },
      {
        to: '/access',
        title: 'nav.access',
        icon: <TeamOutlined aria-hidden />,
        needs: [iam.users.listUsers, iam.groups.listGroups, iam.roles.listRoles],
      },
      {
        to: '/audit',
        title: 'nav.audit',
        icon: <AuditOutlined aria-hidden />,
        needs: [audit.records.listRecords],
      },
      {
        to: '/settings',
        title: 'nav.settings',
        icon: <ApiOutlined aria-hidden />,
        needs: [connections.connections.listConnections],
      },
      {
        to: '/health',
        title: 'nav.health',
        icon: <HeartOutlined aria-hidden />,
        needs: [health.health.showHealth, pca.revocation.showBucketAgency],
      },
    ],
  },
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
