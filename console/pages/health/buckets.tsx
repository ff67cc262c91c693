import { pca } from 'virtual:contract'
import { Button } from 'antd'
import { useState } from 'react'
import { isApiError } from '../../api/api-error.ts'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Facts, Part } from '../../shapes/detail-page.tsx'
import { Failure } from '../../shapes/failure.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { useText } from '../../text/text.ts'

/** Whether CRLs may be written to the account's buckets, and which there are. */
export function Buckets() {
  const t = useText()
  const may = useMay()
  const [isAllowing, setAllowing] = useState(false)
  const isOffered = may(pca.revocation.showBucketAgency)
  const { data: agency } = useAsked(pca.revocation.showBucketAgency, {}, { isEnabled: isOffered })
  const isGranted = agency?.agency_granted === 'true'
  const { data, error } = useAsked(
    pca.revocation.listBuckets,
    {},
    { isEnabled: isGranted && may(pca.revocation.listBuckets) },
  )
  if (!isOffered || !agency) return null
  return (
    <Part
      title={t('buckets.title')}
      beside={!isGranted && <Button onClick={() => setAllowing(true)}>{t('crl.allow')}</Button>}
    >
      <Facts
        facts={[
          { name: t('buckets.writing'), value: <StateTag state={isGranted ? 'active' : 'inactive'} /> },
          data && {
            name: t('crl.bucket'),
            value: data.obs_buckets.map(({ bucket_name }) => bucket_name).join(', ') || undefined,
          },
        ]}
      />
      {isApiError(error) && <Failure error={error} />}
      {!isGranted && <p className="part-note">{t('crl.noAgencyWords')}</p>}
      {isAllowing && (
        <ActionDialog
          title={t('crl.allow')}
          submit={t('crl.allow')}
          act={() => ask(pca.revocation.createBucketAgency)}
          close={() => setAllowing(false)}
        >
          <p>{t('crl.noAgencyWords')}</p>
        </ActionDialog>
      )}
    </Part>
  )
}
