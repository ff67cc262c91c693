import { pca } from 'virtual:contract'
import { Segmented } from 'antd'
import { useMay } from '../../session/session.ts'
import { useAddress } from '../../shapes/address.ts'
import { PageHead } from '../../shapes/page-head.tsx'
import { useText } from '../../text/text.ts'
import { IssueForm } from './issue-form.tsx'
import { RequestForm } from './request-form.tsx'

/** Issues a certificate: by form, its key made here, or by a CSR, its key with the user. */
export function NewCertificatePage() {
  const t = useText()
  const may = useMay()
  const [{ by }, change] = useAddress()
  const ways = [
    ...(may(pca.certificates.issueCertificate) ? (['form'] as const) : []),
    ...(may(pca.certificates.issueCertificateByRequest) ? (['csr'] as const) : []),
  ]
  const way = ways.find((one) => one === by) ?? ways[0]
  return (
    <>
      <PageHead
        title={t('certificates.issue')}
        crumbs={[{ to: '/certificates', title: t('nav.certificates') }]}
      />
      {ways.length > 1 && (
        <Segmented
          className="ways"
          aria-label={t('issue.way')}
          value={way}
          options={ways.map((value) => ({ value, label: t(`issue.${value}`) }))}
          onChange={(value) => change({ by: value })}
        />
      )}
      {way === 'csr' ? <RequestForm /> : <IssueForm />}
    </>
  )
}
