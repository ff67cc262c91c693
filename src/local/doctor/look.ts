import { type HealthCheck, trouble, type Verdict } from '../../domain/model/health/check.ts'

/** Does a look; one that breaks is itself something that was found. */
export async function look(name: string, work: () => Promise<Verdict> | Verdict): Promise<HealthCheck> {
  try {
    return { name, ...(await work()) }
  } catch (error) {
    return { name, ...trouble('alarm', reasonOf(error), 'do away with the reason, and ask again') }
  }
}

/** Errors of several addresses at once have a code and no words. */
export function reasonOf(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException
  return (message || code || String(error)).replaceAll(/\s*\n\s*/g, ' ')
}
