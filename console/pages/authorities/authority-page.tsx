import { audit, pca } from 'virtual:contract'
import { useParams } from '@tanstack/react-router'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { Awaited, DetailPage, type DetailTab } from '../../shapes/detail-page.tsx'
import { History } from '../../shapes/history.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Tags } from '../../shapes/tags.tsx'
import { useText } from '../../text/text.ts'
import { type Authority, nameOf } from './authority.ts'
import { AuthorityActions } from './authority-actions.tsx'
import { AuthorityCertificate } from './authority-certificate.tsx'
import { AuthorityOverview } from './authority-overview.tsx'
import { AuthorityRevocation } from './authority-revocation.tsx'
import { IssuedCertificates } from './issued-certificates.tsx'
import { PendingSteps } from './pending-steps.tsx'

export function AuthorityPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useAsked(pca.authorities.showAuthority, { params: { ca_id: id } })
  return <Awaited query={query}>{(authority) => <AuthorityDetail authority={authority} />}</Awaited>
}

function AuthorityDetail({ authority }: { authority: Authority }) {
  const t = useText()
  const may = useMay()
  const { ca_id, status } = authority
  const isPending = status === 'PENDING'
  const tabs: readonly (DetailTab | false)[] = [
    { key: 'overview', title: t('tab.overview'), content: <AuthorityOverview authority={authority} /> },
    !isPending &&
      may(pca.authorities.exportAuthority) && {
        key: 'certificate',
        title: t('tab.certificate'),
        content: <AuthorityCertificate authority={authority} />,
      },
    !isPending && {
      key: 'revocation',
      title: t('tab.revocation'),
      content: <AuthorityRevocation authority={authority} />,
    },
    !isPending &&
      may(pca.certificates.listCertificates) && {
        key: 'issued',
        title: t('tab.issued'),
        content: <IssuedCertificates authorityId={ca_id} />,
      },
    may(pca.tags.authorityTags.listTags) && {
      key: 'tags',
      title: t('tab.tags'),
      content: <Tags operations={pca.tags.authorityTags} params={{ ca_id }} />,
    },
    may(audit.records.listRecords) && {
      key: 'history',
      title: t('tab.history'),
      content: <History kind="authority" id={ca_id} />,
    },
  ]
  return (
    <DetailPage
      crumbs={[{ to: '/authorities', title: t('nav.authorities') }]}
      title={nameOf(authority)}
      beside={<StateTag state={status} />}
      actions={<AuthorityActions authority={authority} />}
      notes={isPending && <PendingSteps authority={authority} />}
      tabs={tabs.filter((tab): tab is DetailTab => tab !== false)}
    />
  )
}
