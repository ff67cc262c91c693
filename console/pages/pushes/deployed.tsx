import { scm } from 'virtual:contract'
import { useAsked } from '../../api/use-asked.ts'
import { Copyable } from '../../shapes/copyable.tsx'
import { Part } from '../../shapes/detail-page.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { List } from '../../shapes/list-page.tsx'
import { useText } from '../../text/text.ts'

interface DeployedResource {
  readonly service: string
  readonly region: string
  readonly id: string
  readonly name: string
}

/** Where a certificate was seen, and not taken away again. */
export function Deployed({ id }: { id: string }) {
  const t = useText()
  const body = { certificate_ids: [id], service_names: ['ALL'] }
  const { data, error, isFetching, refetch } = useAsked(scm.pushes.listDeployedResources, { body })
  const items = data?.results.flatMap(({ deployed_resources }) =>
    deployed_resources.flatMap(({ service, region_resources }) =>
      region_resources.flatMap(({ region_id, resources }) =>
        resources.map(
          ({ resource_id, resource_name }): DeployedResource => ({
            service,
            region: region_id,
            id: resource_id,
            name: resource_name,
          }),
        ),
      ),
    ),
  )
  return (
    <Part title={t('deployed.title')}>
      <List<DeployedResource>
        label={t('deployed.title')}
        columns={[
          { key: 'service', title: t('pushes.service'), show: ({ service }) => service },
          { key: 'region', title: t('pushes.project'), show: ({ region }) => region || '–' },
          { key: 'name', title: t('field.name'), show: ({ name }) => name },
          {
            key: 'id',
            title: t('pushes.calledThere'),
            show: (resource) => <Copyable value={resource.id} what={t('pushes.calledThere')} shown={20} />,
          },
        ]}
        rowKey={({ service, region, id: resource }) => `${service} ${region} ${resource}`}
        items={items}
        isLoading={isFetching && !data}
        error={error}
        retry={() => void refetch()}
        empty={<EmptyState title={t('deployed.none')} words={t('deployed.noneWords')} />}
      />
    </Part>
  )
}
