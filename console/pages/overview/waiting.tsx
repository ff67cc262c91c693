import type { Called } from 'virtual:contract'
import { scm } from 'virtual:contract'
import { Link } from '@tanstack/react-router'
import type { ApiOperation } from '../../../src/contract/operation.ts'
import { useAsked } from '../../api/use-asked.ts'
import { useMay, useProjectFilter } from '../../session/session.ts'
import type { Address } from '../../shapes/address.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { type TextKey, useText } from '../../text/text.ts'

interface WaitingLine {
  readonly title: TextKey
  readonly state: string
  readonly operation: Called<ApiOperation>
  readonly query: object
  readonly to: string
  readonly search: Address
  readonly isOfProject?: boolean
}

const ordersIn = (status: string, title: TextKey, state = status): WaitingLine => ({
  title,
  state,
  operation: scm.certificates.listCertificates,
  query: { status, limit: 1 },
  to: '/hosted',
  search: { status },
  isOfProject: true,
})

const lines: readonly WaitingLine[] = [
  ordersIn('PAID', 'waiting.apply'),
  ordersIn('CHECKING', 'waiting.prove', 'CHECKING_DOMAIN'),
  ordersIn('CHECKING_ORG', 'waiting.review'),
  ordersIn('UNPASSED', 'waiting.failed'),
  {
    title: 'waiting.pushes',
    state: 'failed',
    operation: scm.pushes.listAllPushes,
    query: { status: 'failed', current: true, limit: 1 },
    to: '/pushes',
    search: { status: 'failed', current: 'true' },
  },
]

/** Orders that wait for somebody, and pushes that nothing newer followed: each leads to its list. */
export function Waiting() {
  const t = useText()
  const may = useMay()
  const offered = lines.filter(({ operation }) => may(operation))
  if (offered.length === 0) return null
  return (
    <Part title={t('waiting.title')}>
      <ul className="plain waiting">
        {offered.map((line) => (
          <Line key={line.title} line={line} />
        ))}
      </ul>
    </Part>
  )
}

function Line({ line }: { line: WaitingLine }) {
  const t = useText()
  const { title, state, operation, query, to, search, isOfProject = false } = line
  const project = useProjectFilter()
  const { data } = useAsked(operation, { query: { ...query, ...(isOfProject && project) } as never })
  const { total_count } = (data ?? {}) as { readonly total_count?: number }
  return (
    <li>
      <Link to={to} search={search as never}>
        {t(title)}
      </Link>
      {total_count ? (
        <span className="waiting-count">
          {total_count.toLocaleString('en-US')} <StateTag state={state} />
        </span>
      ) : (
        <span className="none">{total_count ?? '–'}</span>
      )}
    </li>
  )
}
