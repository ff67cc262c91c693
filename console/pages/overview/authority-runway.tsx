import { Link } from '@tanstack/react-router'
import { Part } from '../../shapes/detail-page.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { ValidityBar } from '../../shapes/validity-bar.tsx'
import { useText } from '../../text/text.ts'
import { nameOf, useAuthorities } from '../authorities/authority.ts'

const shown = 8

/** CAs that can issue or wait, the one that ends first on top. */
export function AuthorityRunway() {
  const t = useText()
  const authorities = useAuthorities()
  const living = authorities
    ?.filter(({ status }) => status === 'ACTIVED' || status === 'PENDING' || status === 'EXPIRED')
    .toSorted((left, right) => (left.not_after ?? Infinity) - (right.not_after ?? Infinity))
  return (
    <Part title={t('overview.runway')} beside={<Link to="/authorities">{t('overview.all')}</Link>}>
      {living?.length === 0 && (
        <EmptyState title={t('authorities.none')} words={t('authorities.noneWords')} />
      )}
      <ul className="runway">
        {living?.slice(0, shown).map((authority) => (
          <li key={authority.ca_id}>
            <Link to="/authorities/$id" params={{ id: authority.ca_id }}>
              {nameOf(authority)}
            </Link>
            <StateTag state={authority.status} />
            <ValidityBar from={authority.not_before} until={authority.not_after} />
          </li>
        ))}
      </ul>
    </Part>
  )
}
