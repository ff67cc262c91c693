import type { LocalDoors } from './local-doors.ts'

/**
 * Ends every token, console session, temporary access key and sign-in under way, of all accounts; permanent access keys
 * stay. A token is nothing but its row, so no key has to be replaced for it. Servers follow within their caches' bound.
 */
export const revokeAllTokens = ({ write }: Pick<LocalDoors, 'write'>): Promise<void> =>
  write(async ({ installation }, tell) => {
    await installation.endSessions()
    tell({ kind: 'token', id: null })
  })
