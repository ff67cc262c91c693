import { scm } from 'virtual:contract'
import { useAsked } from '../../api/use-asked.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { useText } from '../../text/text.ts'
import { Deployed } from './deployed.tsx'
import { pushesRefetchMs } from './push.ts'
import { PushList } from './push-list.tsx'

/** Where a certificate is put to use, and every push with how it ended. */
export function PushesOfCertificate({ id }: { id: string }) {
  const t = useText()
  const { data, error, isFetching, refetch } = useAsked(
    scm.pushes.listPushes,
    { params: { certificate_id: id } },
    { refetchMs: pushesRefetchMs },
  )
  return (
    <>
      <Deployed id={id} />
      <Part title={t('pushes.title')}>
        <PushList
          items={data?.pushes}
          isLoading={isFetching && !data}
          error={error}
          retry={() => void refetch()}
          empty={<EmptyState title={t('pushes.none')} words={t('pushes.noneWords')} />}
        />
      </Part>
    </>
  )
}
