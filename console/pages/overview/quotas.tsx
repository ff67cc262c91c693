import { iam, pca } from 'virtual:contract'
import { Link } from '@tanstack/react-router'
import { Progress } from 'antd'
import { useAsked } from '../../api/use-asked.ts'
import { useMay, useSigned } from '../../session/session.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { type TextKey, useText } from '../../text/text.ts'

interface QuotaLine {
  readonly title: TextKey
  readonly to: string
  readonly used: number
  readonly quota: number
}

/** How much of what the account may have is used. */
export function Quotas() {
  const t = useText()
  const may = useMay()
  const { account } = useSigned()
  const authorities = useAsked(
    pca.authorities.showAuthorityQuota,
    {},
    { isEnabled: may(pca.authorities.showAuthorityQuota) },
  )
  const certificates = useAsked(
    pca.certificates.showCertificateQuota,
    {},
    { isEnabled: may(pca.certificates.showCertificateQuota) },
  )
  const identities = useAsked(iam.quotas.showAccountQuota, { params: { domain_id: account.id } })
  const users = identities.data?.quotas.resources.find(({ type }) => type === 'user')
  const lines = [
    lineOf('nav.authorities', '/authorities', authorities.data?.quotas.resources[0]),
    lineOf('nav.certificates', '/certificates', certificates.data?.quotas.resources[0]),
    lineOf('access.users', '/access', users),
  ].filter((line): line is QuotaLine => line !== undefined)
  if (lines.length === 0) return null
  return (
    <Part title={t('overview.quotas')}>
      <ul className="quotas">
        {lines.map(({ title, to, used, quota }) => (
          <li key={title}>
            <Link to={to}>{t(title)}</Link>
            <span>
              {used.toLocaleString('en-US')} / {quota.toLocaleString('en-US')}
            </span>
            <Progress
              aria-label={t(title)}
              percent={quota === 0 ? 0 : Math.min(100, (used / quota) * 100)}
              showInfo={false}
              size="small"
              status={used >= quota * 0.9 ? 'exception' : 'normal'}
            />
          </li>
        ))}
      </ul>
    </Part>
  )
}

const lineOf = (
  title: TextKey,
  to: string,
  resource: { readonly used: number | null; readonly quota: number } | undefined,
): QuotaLine | undefined =>
  (resource && resource.used !== null && { title, to, used: resource.used, quota: resource.quota }) ||
  undefined
