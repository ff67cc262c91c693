import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useRefresh } from '../../api/use-asked.ts'

/** Issues, then goes to what was issued; what went wrong stays on the page. */
export function useIssuing(issue: () => Promise<{ readonly certificate_id: string }>) {
  const navigate = useNavigate()
  const refresh = useRefresh()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    setError(undefined)
    try {
      const { certificate_id } = await issue()
      await refresh()
      await navigate({ to: '/certificates/$id', params: { id: certificate_id } })
    } catch (caught) {
      setError(caught)
      setBusy(false)
    }
  }
  return { send, error, isBusy }
}
