import { useLocation, useNavigate } from '@tanstack/react-router'

/** What the address holds of a page: page, filters, order, tab. All of it text. */
export type Address = Readonly<Record<string, string | undefined>>

/** The page's part of the address, and how to change it; `undefined` takes something out. */
export function useAddress(): readonly [Address, (changed: Address) => void] {
  const search: Address = useLocation().search
  const navigate = useNavigate()
  const change = (changed: Address) => {
    const next = Object.entries({ ...search, ...changed }).filter(
      ([, value]) => value !== undefined && value !== '',
    )
    void navigate({ to: '.', search: Object.fromEntries(next) as never, replace: true })
  }
  return [search, change]
}

/** Addresses as people read them: no quotes, no JSON. */
export const parseSearch = (text: string): Address => Object.fromEntries(new URLSearchParams(text))

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  return text && `?${text}`
}
