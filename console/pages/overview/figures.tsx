import type { Called } from 'virtual:contract'
import { pca, scm } from 'virtual:contract'
import { Link } from '@tanstack/react-router'
import type { ApiOperation } from '../../../src/contract/operation.ts'
import { useAsked } from '../../api/use-asked.ts'
import { useMay, useProjectFilter } from '../../session/session.ts'
import type { Address } from '../../shapes/address.ts'
import { type TextKey, useText } from '../../text/text.ts'

interface FigureProps {
  readonly title: TextKey
  readonly operation: Called<ApiOperation>
  readonly query: object
  readonly to: string
  readonly search: Address
  readonly tone?: 'bad' | 'ended' | 'waiting'
}

const figures: readonly FigureProps[] = [
  {
    title: 'overview.activeAuthorities',
    operation: pca.authorities.listAuthorities,
    query: { status: 'ACTIVED', limit: 1 },
    to: '/authorities',
    search: { status: 'ACTIVED' },
  },
  {
    title: 'overview.pendingAuthorities',
    operation: pca.authorities.listAuthorities,
    query: { status: 'PENDING', limit: 1 },
    to: '/authorities',
    search: { status: 'PENDING' },
    tone: 'waiting',
  },
  {
    title: 'overview.issued',
    operation: pca.certificates.listCertificates,
    query: { status: 'ISSUED', limit: 1 },
    to: '/certificates',
    search: { status: 'ISSUED' },
  },
  {
    title: 'overview.revoked',
    operation: pca.certificates.listCertificates,
    query: { status: 'REVOKED', limit: 1 },
    to: '/certificates',
    search: { status: 'REVOKED' },
    tone: 'bad',
  },
  {
    title: 'overview.expired',
    operation: pca.certificates.listCertificates,
    query: { status: 'EXPIRED', limit: 1 },
    to: '/certificates',
    search: { status: 'EXPIRED' },
    tone: 'ended',
  },
  {
    title: 'overview.hosted',
    operation: scm.certificates.listCertificates,
    query: { status: 'UPLOAD', limit: 1 },
    to: '/hosted',
    search: { status: 'UPLOAD' },
  },
  {
    title: 'overview.ordered',
    operation: scm.certificates.listCertificates,
    query: { status: 'ISSUED', limit: 1 },
    to: '/hosted',
    search: { status: 'ISSUED' },
  },
]

/** How many there are of each, as far as the caller may know. */
export function Figures() {
  const may = useMay()
  return (
    <ul className="figures">
      {figures
        .filter(({ operation }) => may(operation))
        .map((figure) => (
          <Figure key={figure.title} {...figure} />
        ))}
    </ul>
  )
}

function Figure({ title, operation, query, to, search, tone }: FigureProps) {
  const t = useText()
  const project = useProjectFilter()
  const { data } = useAsked(operation, { query: { ...query, ...project } as never })
  const { total, total_count } = (data ?? {}) as { readonly total?: number; readonly total_count?: number }
  const count = total ?? total_count
  return (
    <li>
      <Link to={to} search={search as never} className="figure">
        <span className={`figure-count${tone && count ? ` figure-${tone}` : ''}`}>
          {count === undefined ? '–' : count.toLocaleString('en-US')}
        </span>
        <span className="figure-title">{t(title)}</span>
      </Link>
    </li>
  )
}
