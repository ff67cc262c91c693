import { Select } from 'antd'
import { useText } from '../text/text.ts'
import { useAddress } from './address.ts'

interface ChoiceFilterProps {
  readonly name: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

/** A filter by one of some values; the first says that there is none. */
export function ChoiceFilter({ name, label, options }: ChoiceFilterProps) {
  const t = useText()
  const [address, change] = useAddress()
  const all = { value: '', label: `${label}: ${t('filter.all')}` }
  return (
    <Select
      className="choice-filter"
      aria-label={label}
      value={address[name] ?? ''}
      options={[all, ...options]}
      popupMatchSelectWidth={false}
      onChange={(value) => change({ [name]: value || undefined, page: undefined })}
    />
  )
}
