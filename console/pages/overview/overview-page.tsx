import { pca, scm } from 'virtual:contract'
import { useMay } from '../../session/session.ts'
import { PageHead } from '../../shapes/page-head.tsx'
import { useText } from '../../text/text.ts'
import { AuthorityRunway } from './authority-runway.tsx'
import { Expiring } from './expiring.tsx'
import { Figures } from './figures.tsx'
import { Freshness } from './freshness.tsx'
import { Quotas } from './quotas.tsx'
import { Waiting } from './waiting.tsx'

/** The whole PKI at a glance; each number leads to its list. */
export function OverviewPage() {
  const t = useText()
  const may = useMay()
  const seesCertificates = may(pca.certificates.listCertificates) || may(scm.certificates.listCertificates)
  return (
    <>
      <PageHead title={t('nav.overview')} />
      <Figures />
      <div className="overview-grid">
        <div className="overview-column">
          {seesCertificates && <Expiring />}
          <Waiting />
          <Freshness />
        </div>
        <div className="overview-column">
          {may(pca.authorities.listAuthorities) && <AuthorityRunway />}
          <Quotas />
        </div>
      </div>
    </>
  )
}
