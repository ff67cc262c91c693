import { connections } from 'virtual:contract'
import { useAsked } from '../../api/use-asked.ts'
import { useAddress } from '../../shapes/address.ts'
import { ChoiceFilter } from '../../shapes/choice-filter.tsx'
import { Awaited } from '../../shapes/detail-page.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { PageHead } from '../../shapes/page-head.tsx'
import { translateWord, useText } from '../../text/text.ts'
import { Connection } from './connection.tsx'

const kinds = ['issuer', 'target', 'buckets', 'mail', 'dns', 'audit-sink'] as const

/** What the settings connect the installation to; each can be tried. */
export function SettingsPage() {
  const t = useText()
  const [{ kind }] = useAddress()
  const query = useAsked(connections.connections.listConnections)
  return (
    <>
      <PageHead title={t('nav.settings')} words={t('settings.words')} />
      <div className="filters">
        <ChoiceFilter
          name="kind"
          label={t('settings.kind')}
          options={kinds.map((value) => ({ value, label: translateWord('connectionKind', value) }))}
        />
      </div>
      <Awaited query={query}>
        {({ connections: all }) => {
          const shown = all.filter((one) => !kind || one.kind === kind)
          if (shown.length === 0)
            return <EmptyState title={t('settings.none')} words={t('settings.noneWords')} />
          return shown.map((connection) => <Connection key={connection.id} connection={connection} />)
        }}
      </Awaited>
    </>
  )
}
