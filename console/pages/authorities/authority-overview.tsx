import { ChainView } from '../../pki/chain-view.tsx'
import { nameText } from '../../pki/name-text.ts'
import { Copyable } from '../../shapes/copyable.tsx'
import { Facts, Part } from '../../shapes/detail-page.tsx'
import { Time } from '../../shapes/time.tsx'
import { ValidityBar } from '../../shapes/validity-bar.tsx'
import { translateWord, useText } from '../../text/text.ts'
import { type Authority, below, chainOf, nameOf, pathLengthText, useAuthorities } from './authority.ts'

/** What the CA is, and where it stands. */
export function AuthorityOverview({ authority }: { authority: Authority }) {
  const t = useText()
  const every = useAuthorities() ?? []
  const isPending = authority.status === 'PENDING'
  const children = below(authority, every)
  return (
    <>
      <Part title={t('authority.facts')}>
        <Facts
          facts={[
            { name: t('field.subject'), value: nameText(authority.distinguished_name) },
            { name: t('field.type'), value: translateWord('authorityType', authority.type) },
            { name: t('field.key'), value: authority.key_algorithm },
            { name: t('field.hash'), value: authority.signature_algorithm },
            !isPending && { name: t('field.pathLength'), value: pathLengthText(authority.path_length) },
            !isPending && {
              name: t('field.serial'),
              value: <Copyable value={authority.serial_number} what={t('field.serial')} shown={40} />,
            },
            !isPending && {
              name: t('field.validity'),
              value: <ValidityBar from={authority.not_before} until={authority.not_after} />,
            },
            { name: t('field.created'), value: <Time at={authority.create_time} /> },
            authority.delete_time !== null && {
              name: t('field.deletion'),
              value: <Time at={authority.delete_time} />,
            },
            { name: t('field.id'), value: <Copyable value={authority.ca_id} what={t('field.id')} /> },
          ]}
        />
      </Part>
      {!isPending && (
        <Part title={t('authority.place')}>
          <ChainView
            links={chainOf(authority, every).map((one) => ({
              id: one.ca_id,
              name: nameOf(one),
              state: one.status,
              notAfter: one.not_after,
              ...(one.ca_id !== authority.ca_id && { to: `/authorities/${one.ca_id}` }),
            }))}
          />
          <p className="part-note">{t('authority.below', { count: children.length })}</p>
        </Part>
      )}
    </>
  )
}
