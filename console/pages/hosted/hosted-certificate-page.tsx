import { audit, scm } from 'virtual:contract'
import { useParams } from '@tanstack/react-router'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { ExportedCertificate } from '../../pki/exported-certificate.tsx'
import { useMay } from '../../session/session.ts'
import { Copyable } from '../../shapes/copyable.tsx'
import { Awaited, DetailPage, type DetailTab, Facts, Part } from '../../shapes/detail-page.tsx'
import { History } from '../../shapes/history.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Tags } from '../../shapes/tags.tsx'
import { Time } from '../../shapes/time.tsx'
import { readScmTime } from '../../shapes/time-text.ts'
import { ValidityBar } from '../../shapes/validity-bar.tsx'
import { useText } from '../../text/text.ts'
import { domainsOf, type HostedCertificate } from './hosted.ts'
import { HostedActions } from './hosted-actions.tsx'

const tagOperations = {
  listTags: scm.tags.listTags,
  addTag: scm.tags.addTag,
  removeTags: { ...scm.tags.changeTags, action: 'scm:cert:deleteTag' as const },
}

export function HostedCertificatePage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useAsked(scm.certificates.showCertificate, { params: { certificate_id: id } })
  return <Awaited query={query}>{(certificate) => <HostedDetail certificate={certificate} />}</Awaited>
}

function HostedDetail({ certificate }: { certificate: HostedCertificate }) {
  const t = useText()
  const may = useMay()
  const { id, name, status } = certificate
  const tabs: readonly (DetailTab | false)[] = [
    { key: 'overview', title: t('tab.overview'), content: <HostedOverview certificate={certificate} /> },
    may(scm.certificates.exportCertificate) && {
      key: 'certificate',
      title: t('tab.certificate'),
      content: <ExportedCertificate comesWithKey fetchPem={() => wholeCertificate(id)} />,
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
      beside={<StateTag state={status} />}
      actions={<HostedActions certificate={certificate} />}
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
  const [notBefore, notAfter] = [readScmTime(certificate.not_before), readScmTime(certificate.not_after)]
  return (
    <Part title={t('certificate.facts')}>
      <Facts
        facts={[
          {
            name: t('field.domains'),
            value: (
              <ul className="plain">
                {domainsOf(certificate).map((domain) => (
                  <li key={domain}>{domain}</li>
                ))}
              </ul>
            ),
          },
          { name: t('field.validity'), value: <ValidityBar from={notBefore} until={notAfter} /> },
          { name: t('field.notBefore'), value: <Time at={notBefore} /> },
          { name: t('field.notAfter'), value: <Time at={notAfter} /> },
          { name: t('field.signature'), value: certificate.signature_algorithm },
          {
            name: 'SHA-1',
            value: <Copyable value={certificate.fingerprint} what="SHA-1" shown={24} />,
          },
          certificate.brand !== null && { name: t('field.brand'), value: certificate.brand },
          { name: t('field.id'), value: <Copyable value={certificate.id} what={t('field.id')} /> },
        ]}
      />
    </Part>
  )
}
