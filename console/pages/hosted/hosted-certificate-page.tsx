import { audit, scm } from 'virtual:contract'
import { useParams } from '@tanstack/react-router'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { ExportedCertificate } from '../../pki/exported-certificate.tsx'
import { useMay } from '../../session/session.ts'
import { Copyable } from '../../shapes/copyable.tsx'
import { Awaited, DetailPage, type DetailTab, type Fact, Facts, Part } from '../../shapes/detail-page.tsx'
import { History } from '../../shapes/history.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Tags } from '../../shapes/tags.tsx'
import { Time } from '../../shapes/time.tsx'
import { readScmTime } from '../../shapes/time-text.ts'
import { ValidityBar } from '../../shapes/validity-bar.tsx'
import { type Translate, translateWord, useText } from '../../text/text.ts'
import { Documents } from '../orders/documents.tsx'
import { isOrdered, isOrganizationValidated, orderRefetchMs } from '../orders/order.ts'
import { OrderProgress } from '../orders/order-progress.tsx'
import { Renewal } from '../orders/renewal.tsx'
import { PushesOfCertificate } from '../pushes/pushes-of-certificate.tsx'
import { domainsOf, type HostedCertificate } from './hosted.ts'
import { HostedActions } from './hosted-actions.tsx'

const tagOperations = {
  listTags: scm.tags.listTags,
  addTag: scm.tags.addTag,
  removeTags: { ...scm.tags.changeTags, action: 'scm:cert:deleteTag' as const },
}

export function HostedCertificatePage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useAsked(
    scm.certificates.showCertificate,
    { params: { certificate_id: id } },
    { refetchMs: orderRefetchMs },
  )
  return <Awaited query={query}>{(certificate) => <HostedDetail certificate={certificate} />}</Awaited>
}

function HostedDetail({ certificate }: { certificate: HostedCertificate }) {
  const t = useText()
  const may = useMay()
  const { id, name, status } = certificate
  const isThere = certificate.fingerprint !== null
  const isRenewable = isOrdered(certificate) && isThere
  const tabs: readonly (DetailTab | false)[] = [
    { key: 'overview', title: t('tab.overview'), content: <HostedOverview certificate={certificate} /> },
    isThere &&
      may(scm.certificates.exportCertificate) && {
        key: 'certificate',
        title: t('tab.certificate'),
        content: <ExportedCertificate comesWithKey fetchPem={() => wholeCertificate(id)} />,
      },
    isThere &&
      may(scm.pushes.listPushes) && {
        key: 'pushes',
        title: t('tab.pushes'),
        content: <PushesOfCertificate id={id} />,
      },
    isRenewable && { key: 'renewal', title: t('tab.renewal'), content: <Renewal order={certificate} /> },
    isOrganizationValidated(certificate.type) &&
      may(scm.reviews.listDocuments) && {
        key: 'documents',
        title: t('documents.title'),
        content: <Documents order={certificate} />,
      },
    may(scm.tags.listTags) && {
      key: 'tags',
      title: t('tab.tags'),
      content: (
        <Tags operations={tagOperations} params={{ resource_id: id }} removal={{ action: 'delete' }} />
      ),
    },
    may(audit.records.listRecords) && {
      key: 'history',
      title: t('tab.history'),
      content: <History id={id} />,
    },
  ]
  return (
    <DetailPage
      crumbs={[{ to: '/hosted', title: t('nav.hosted') }]}
      title={name}
      words={domainsOf(certificate).slice(0, 3).join(', ')}
      beside={<StateTag state={status} />}
      actions={<HostedActions certificate={certificate} />}
      notes={isOrdered(certificate) && <OrderProgress order={certificate} />}
      tabs={tabs.filter((tab): tab is DetailTab => tab !== false)}
    />
  )
}

/** With its chain; the key that comes with it is dropped. */
async function wholeCertificate(id: string): Promise<string> {
  const answer = await ask(scm.certificates.exportCertificate, { params: { certificate_id: id } })
  return answer.entire_certificate
}

function HostedOverview({ certificate }: { certificate: HostedCertificate }) {
  const t = useText()
  return (
    <Part title={t('certificate.facts')}>
      <Facts
        facts={[
          { name: t('field.domains'), value: <Domains certificate={certificate} /> },
          ...issuedFacts(t, certificate),
          ...orderFacts(t, certificate),
          { name: t('field.id'), value: <Copyable value={certificate.id} what={t('field.id')} /> },
        ]}
      />
    </Part>
  )
}

function Domains({ certificate }: { certificate: HostedCertificate }) {
  const domains = domainsOf(certificate)
  if (domains.length === 0) return <span className="none">–</span>
  return (
    <ul className="plain">
      {domains.map((domain) => (
        <li key={domain}>{domain}</li>
      ))}
    </ul>
  )
}

/** Once there is a certificate. */
function issuedFacts(t: Translate, certificate: HostedCertificate): readonly Fact[] {
  if (certificate.fingerprint === null) return []
  const [notBefore, notAfter] = [readScmTime(certificate.not_before), readScmTime(certificate.not_after)]
  return [
    { name: t('field.validity'), value: <ValidityBar from={notBefore} until={notAfter} /> },
    { name: t('field.notBefore'), value: <Time at={notBefore} /> },
    { name: t('field.notAfter'), value: <Time at={notAfter} /> },
    { name: t('field.signature'), value: certificate.signature_algorithm },
    { name: 'SHA-1', value: <Copyable value={certificate.fingerprint} what="SHA-1" shown={24} /> },
  ]
}

/** Of one that was bought. */
function orderFacts(t: Translate, certificate: HostedCertificate): readonly (Fact | false)[] {
  const { order_id, brand, type, domain_type, domain_count, issue_time, revoke_reason } = certificate
  if (order_id === null) return []
  return [
    { name: t('field.brand'), value: brand },
    { name: t('field.type'), value: translateWord('certificateType', type ?? '') },
    {
      name: t('orders.names'),
      value: `${translateWord('domainType', domain_type ?? '')}${domain_count > 1 ? ` (${domain_count})` : ''}`,
    },
    { name: t('orders.id'), value: <Copyable value={order_id} what={t('orders.id')} shown={24} /> },
    issue_time !== null && { name: t('orders.issued'), value: <Time at={readScmTime(issue_time)} /> },
    revoke_reason !== null && { name: t('revoke.reason'), value: revoke_reason },
  ]
}
