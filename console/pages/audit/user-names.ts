import { iam } from 'virtual:contract'
import { useAsked } from '../../api/use-asked.ts'
import { useMay, useSigned } from '../../session/session.ts'

/** Users' names by their ids, where the caller may see them; else the id. */
export function useUserNames(): (id: string) => string {
  const may = useMay()
  const { user } = useSigned()
  const { data } = useAsked(iam.users.listUsers, {}, { isEnabled: may(iam.users.listUsers) })
  const names = new Map(data?.users.map(({ id, name }) => [id, name]))
  return (id) => names.get(id) ?? (id === user.id ? user.name : id)
}
