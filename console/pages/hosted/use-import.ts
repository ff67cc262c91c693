import type { FormInstance } from 'antd'
import { useProjectFilter } from '../../session/session.ts'
import { useSending } from '../../shapes/use-sending.ts'

/** Where what is imported goes, and the words of the checkbox, as bodies have them. */
interface KeptAs {
  readonly enterprise_project_id?: string
  readonly duplicate_check?: false
}

type Import = (keptAs: KeptAs) => Promise<{ readonly certificate_id: string }>

/** Sends an import, forgets what was typed, and shows what came of it. */
export function useImport(form: FormInstance) {
  const project = useProjectFilter()
  return useSending(async (refuseTwice: boolean | undefined, ask: Import) => {
    const { certificate_id } = await ask({ ...project, ...(refuseTwice && { duplicate_check: false }) })
    // keys and passwords leave the page with the form
    form.resetFields()
    return { to: '/hosted/$id', params: { id: certificate_id } }
  })
}
