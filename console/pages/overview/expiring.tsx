import { pca, scm } from 'virtual:contract'
import { Link } from '@tanstack/react-router'
import { useAsked } from '../../api/use-asked.ts'
import { useMay, useProjectFilter } from '../../session/session.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { readScmTime } from '../../shapes/time-text.ts'
import { useText } from '../../text/text.ts'
import { WeekChart } from './week-chart.tsx'
import { isWhole, weeksOf } from './weeks.ts'

const most = 1000

/** Certificates that expire within the next weeks, private and hosted ones. */
export function Expiring() {
  const t = useText()
  const may = useMay()
  const project = useProjectFilter()
  const issued = useAsked(
    pca.certificates.listCertificates,
    { query: { status: 'ISSUED', sort_key: 'not_after', sort_dir: 'ASC', limit: most, ...project } },
    { isEnabled: may(pca.certificates.listCertificates) },
  )
  const hosted = useAsked(
    scm.certificates.listCertificates,
    { query: { status: 'UPLOAD', sort_key: 'certExpiredTime', sort_dir: 'ASC', limit: most, ...project } },
    { isEnabled: may(scm.certificates.listCertificates) },
  )
  const ordered = useAsked(
    scm.certificates.listCertificates,
    { query: { status: 'ISSUED', sort_key: 'certExpiredTime', sort_dir: 'ASC', limit: most, ...project } },
    { isEnabled: may(scm.certificates.listCertificates) },
  )
  const privateEnds = issued.data?.certificates.map(({ not_after }) => not_after) ?? []
  const sslEnds = [hosted, ordered].map(
    ({ data }) => data?.certificates.flatMap(({ expire_time }) => readScmTime(expire_time) ?? []) ?? [],
  )
  const weeks = weeksOf(Date.now(), privateEnds, sslEnds.flat())
  const isCut = [privateEnds, ...sslEnds].some((ends) => !isWhole(weeks, ends, most))
  return (
    <Part
      title={t('overview.expiring')}
      beside={
        <span className="part-actions">
          {may(pca.certificates.listCertificates) && (
            <Link to="/certificates" search={{ status: 'ISSUED', sort: 'not_after', dir: 'ASC' } as never}>
              {t('nav.certificates')}
            </Link>
          )}
          {may(scm.certificates.listCertificates) && (
            <Link to="/hosted" search={{ sort: 'certExpiredTime', dir: 'ASC' } as never}>
              {t('nav.hosted')}
            </Link>
          )}
        </span>
      }
    >
      <WeekChart weeks={weeks} />
      {isCut && <p className="part-note">{t('overview.cut', { most })}</p>}
    </Part>
  )
}
