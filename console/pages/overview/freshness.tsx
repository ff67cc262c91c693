import { health } from 'virtual:contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useMay } from '../../session/session.ts'
import { Facts, Part } from '../../shapes/detail-page.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { useText } from '../../text/text.ts'
import { useAuthorities } from '../authorities/authority.ts'

/** What anyone may know of the installation: `GET /healthz`, docs/health.md. */
interface Watched {
  readonly warnings: readonly string[]
  readonly revocation_lists: {
    readonly publishing: number
    readonly alarms: number
    readonly oldest_age_seconds: number | null
    readonly longest_pending_seconds: number
  } | null
  readonly revocation_journal: {
    readonly queued: number
    readonly reading_back: number
    readonly failing: boolean
  } | null
}

const fetchWatched = async (): Promise<Watched> => (await (await fetch('/healthz')).json()) as Watched

/** How fresh revocation lists are, and whether revocations reach those who ask. */
export function Freshness() {
  const t = useText()
  const may = useMay()
  const { data } = useQuery({ queryKey: ['healthz'], queryFn: fetchWatched, refetchInterval: 15_000 })
  // OCSP reads the register for every question: there is no age, only who answers
  const answering = useAuthorities()?.filter(({ ocsp_switch }) => ocsp_switch).length
  const [lists, journal] = [data?.revocation_lists, data?.revocation_journal]
  return (
    <Part
      title={t('overview.freshness')}
      beside={may(health.health.showHealth) && <Link to="/health">{t('nav.health')}</Link>}
    >
      {data?.warnings.map((warning) => (
        <Alert key={warning} className="above" type="warning" showIcon title={warning} />
      ))}
      {lists && journal && (
        <Facts
          facts={[
            { name: t('overview.lists'), value: lists.publishing },
            {
              name: t('overview.listAlarms'),
              value: <StateTag state={lists.alarms > 0 ? 'alarm' : 'ok'} />,
            },
            {
              name: t('overview.oldest'),
              value: lists.oldest_age_seconds === null ? undefined : minutesText(lists.oldest_age_seconds),
            },
            { name: t('overview.pending'), value: minutesText(lists.longest_pending_seconds) },
            answering !== undefined && { name: 'OCSP', value: t('overview.ocsp', { count: answering }) },
            {
              name: t('overview.journal'),
              value: <StateTag state={journal.failing ? 'alarm' : 'ok'} />,
            },
            journal.reading_back > 0 && { name: t('overview.readingBack'), value: journal.reading_back },
          ]}
        />
      )}
    </Part>
  )
}

const minutesText = (seconds: number): string => {
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`
}
