import { useNavigate } from '@tanstack/react-router'
import type { FormInstance } from 'antd'
import { useState } from 'react'
import { useRefresh } from '../../api/use-asked.ts'
import { useSession } from '../../session/session.ts'

/** Where what is imported goes, and the words of the checkbox, as bodies have them. */
interface KeptAs {
  readonly enterprise_project_id?: string
  readonly duplicate_check?: false
}

/** Sends an import, forgets what was typed, and shows what came of it. */
export function useImport(form: FormInstance) {
  const navigate = useNavigate()
  const refresh = useRefresh()
  const { enterpriseProject } = useSession()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const project = enterpriseProject === 'all' ? {} : { enterprise_project_id: enterpriseProject }
  const send = async (
    refuseTwice: boolean | undefined,
    ask: (keptAs: KeptAs) => Promise<{ readonly certificate_id: string }>,
  ) => {
    setBusy(true)
    setError(undefined)
    try {
      const { certificate_id } = await ask({ ...project, ...(refuseTwice && { duplicate_check: false }) })
      // keys and passwords leave the page with the form
      form.resetFields()
      await refresh()
      await navigate({ to: '/hosted/$id', params: { id: certificate_id } })
    } catch (caught) {
      setError(caught)
      setBusy(false)
    }
  }
  return { send, error, isBusy, project }
}
