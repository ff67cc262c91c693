import { health } from 'virtual:contract'
import { Alert } from 'antd'
import type { showHealth } from '../../../src/contract/health-v1/health.ts'
import type { AnswerOf } from '../../../src/contract/operation.ts'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { useAddress } from '../../shapes/address.ts'
import { ChoiceFilter } from '../../shapes/choice-filter.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { List } from '../../shapes/list-page.tsx'
import { PageHead } from '../../shapes/page-head.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { translateWord, useText } from '../../text/text.ts'
import { Buckets } from './buckets.tsx'
import { measureText } from './measure-text.ts'

type Health = AnswerOf<typeof showHealth>
type Check = Health['checks'][number]

const severities = ['alarm', 'warning', 'unknown', 'ok'] as const

/** Everything that whoever looks after the installation should know of, the worst first. */
export function HealthPage() {
  const t = useText()
  const may = useMay()
  return (
    <>
      <PageHead title={t('nav.health')} words={t('health.words')} />
      <Buckets />
      {may(health.health.showHealth) && <Checks />}
    </>
  )
}

function Checks() {
  const t = useText()
  const [{ severity }] = useAddress()
  const { data, error, isFetching, refetch } = useAsked(
    health.health.showHealth,
    {},
    { refetchMs: () => 30_000 },
  )
  const order = (check: Check) => severities.indexOf(check.severity)
  const shown = data?.checks
    .filter((check) => !severity || check.severity === severity)
    .toSorted((left, right) => order(left) - order(right))
  return (
    <>
      {data && data.status !== 'ok' && (
        <Alert
          className="above"
          showIcon
          type={data.status === 'alarm' ? 'error' : 'warning'}
          title={t(`health.${data.status}`)}
        />
      )}
      <div className="filters">
        <ChoiceFilter
          name="severity"
          label={t('health.severity')}
          options={severities.map((value) => ({ value, label: translateWord('state', value) }))}
        />
      </div>
      <List<Check>
        label={t('health.checks')}
        rowKey={({ name }) => name}
        items={shown}
        isLoading={isFetching && !data}
        error={error}
        retry={() => void refetch()}
        empty={<EmptyState title={t('list.nothingFound')} words={t('list.otherFilter')} />}
        columns={[
          {
            key: 'severity',
            title: t('health.severity'),
            show: ({ severity: one }) => <StateTag state={one} />,
          },
          { key: 'name', title: t('health.check'), show: ({ name }) => <code>{name}</code> },
          {
            key: 'finding',
            title: t('health.finding'),
            show: ({ finding, advice }) => (
              <div className="finding">
                {finding}
                {advice && <div className="advice">{advice}</div>}
              </div>
            ),
          },
          {
            key: 'measures',
            title: t('health.measures'),
            isSide: true,
            show: ({ measures }) => (
              <ul className="plain">
                {measures.map((measure) => (
                  <li key={measure.name}>{measureText(measure)}</li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </>
  )
}
