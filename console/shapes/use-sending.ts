import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useRefresh } from '../api/use-asked.ts'
import type { Address } from './address.ts'

/** A page of the console, as links name it. */
export interface Destination {
  readonly to: string
  readonly params?: Readonly<Record<string, string>>
  readonly search?: Address
}

/** Whether what began a piece of work is no longer on the page. */
export function useLeft(): () => boolean {
  const isLeft = useRef(false)
  useEffect(() => {
    isLeft.current = false
    return () => {
      isLeft.current = true
    }
  }, [])
  return () => isLeft.current
}

/** For a page with a form: sends it, then goes where `work` says; what went wrong stays on the page. */
export function useSending<Given extends unknown[]>(work: (...given: Given) => Promise<Destination>) {
  const navigate = useNavigate()
  const refresh = useRefresh()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const isLeft = useLeft()
  const send = async (...given: Given) => {
    setBusy(true)
    setError(undefined)
    try {
      const destination = await work(...given)
      await refresh()
      if (!isLeft()) await navigate(destination as never)
    } catch (caught) {
      setError(caught)
      setBusy(false)
    }
  }
  return { send, error, isBusy }
}
