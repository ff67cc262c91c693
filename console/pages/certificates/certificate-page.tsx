import { audit, pca } from 'virtual:contract'
import { useParams } from '@tanstack/react-router'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { Awaited, DetailPage, type DetailTab } from '../../shapes/detail-page.tsx'
import { History } from '../../shapes/history.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Tags } from '../../shapes/tags.tsx'
import { useText } from '../../text/text.ts'
import { type Certificate, nameOf } from './certificate.ts'
import { CertificateActions } from './certificate-actions.tsx'
import { CertificateContent } from './certificate-content.tsx'
import { CertificateOverview } from './certificate-overview.tsx'

export function CertificatePage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useAsked(pca.certificates.showCertificate, { params: { certificate_id: id } })
  return <Awaited query={query}>{(certificate) => <CertificateDetail certificate={certificate} />}</Awaited>
}

function CertificateDetail({ certificate }: { certificate: Certificate }) {
  const t = useText()
  const may = useMay()
  const { certificate_id, status } = certificate
  const tabs: readonly (DetailTab | false)[] = [
    { key: 'overview', title: t('tab.overview'), content: <CertificateOverview certificate={certificate} /> },
    may(pca.certificates.exportCertificate) && {
      key: 'certificate',
      title: t('tab.certificate'),
      content: <CertificateContent certificate={certificate} />,
    },
    may(pca.tags.certificateTags.listTags) && {
      key: 'tags',
      title: t('tab.tags'),
      content: <Tags operations={pca.tags.certificateTags} params={{ certificate_id }} />,
    },
    may(audit.records.listRecords) && {
      key: 'history',
      title: t('tab.history'),
      content: <History kind="certificate" id={certificate_id} />,
    },
  ]
  return (
    <DetailPage
      crumbs={[{ to: '/certificates', title: t('nav.certificates') }]}
      title={nameOf(certificate)}
      beside={<StateTag state={status} />}
      actions={<CertificateActions certificate={certificate} />}
      tabs={tabs.filter((tab): tab is DetailTab => tab !== false)}
    />
  )
}
