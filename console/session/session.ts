import { useSyncExternalStore } from 'react'

/** Who is signed in, and for which project. */
export interface Signed {
  readonly user: Named
  readonly account: Named
  readonly project: Named | null
  /** Ms since the epoch. */
  readonly expiresAt: number
  readonly isAdministrator: boolean
  /** The actions that are offered: docs/permissions.md. */
  readonly allowed: ReadonlySet<string>
}

export interface Named {
  readonly id: string
  readonly name: string
}

interface State {
  readonly signed: Signed | null
  /** Whether the token is at its end: the password is asked for, and the page stays. */
  readonly isExpired: boolean
  /** `all`, or the id of the one that lists show and that new things belong to. */
  readonly enterpriseProject: string
}

const signedOut: State = { signed: null, isExpired: false, enterpriseProject: 'all' }

// the token lives here and nowhere else: a tab that is closed or loaded anew has none
let token: string | undefined
let state = signedOut
const listeners = new Set<() => void>()

export const tokenNow = (): string | undefined => token

function become(next: State): void {
  state = next
  for (const listener of listeners) listener()
}

export const session = {
  /** Takes over a token, fresh or renewed. */
  begin(newToken: string, signed: Signed): void {
    token = newToken
    const keeps = state.signed?.user.id === signed.user.id
    become({ ...(keeps ? state : signedOut), signed, isExpired: false })
  },
  /** Told by an answer that a token is good no longer; of one that was replaced meanwhile nothing follows. */
  expired(old: string): void {
    if (old === token && state.signed) become({ ...state, isExpired: true })
  },
  chooseEnterpriseProject(enterpriseProject: string): void {
    become({ ...state, enterpriseProject })
  },
  end(): void {
    token = undefined
    become(signedOut)
  },
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useSession = (): State => useSyncExternalStore(subscribe, () => state)

/** Who is signed in; for what is shown only then. */
export function useSigned(): Signed {
  const { signed } = useSession()
  if (!signed) throw new Error('nobody is signed in')
  return signed
}

/** Whether an operation is offered to who is signed in. */
export function useMay(): (operation: { readonly action: string | null }) => boolean {
  const { signed } = useSession()
  return ({ action }) => action === null || action === 'open' || signed?.allowed.has(action) === true
}

/** For lists: the enterprise project that is looked at, as a filter. */
export function useProjectFilter(): { readonly enterprise_project_id?: string } {
  const { enterpriseProject } = useSession()
  return enterpriseProject === 'all' ? {} : { enterprise_project_id: enterpriseProject }
}
