import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useRefresh } from '../api/use-asked.ts'
import type { Address } from './address.ts'

/** A page of the console, as links name it. */
export interface Destination {
  readonly to: string
  readonly params?: Readonly<Record<string, string>>
  readonly search?: Address
}

/** For a page with a form: sends it, then goes where `work` says; what went wrong stays on the page. */
export function useSending<Given extends unknown[]>(work: (...given: Given) => Promise<Destination>) {
  const navigate = useNavigate()
  const refresh = useRefresh()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const send = async (...given: Given) => {
    setBusy(true)
    setError(undefined)
    try {
      const destination = await work(...given)
      await refresh()
      await navigate(destination as never)
    } catch (caught) {
      setError(caught)
      setBusy(false)
    }
  }
  return { send, error, isBusy }
}
