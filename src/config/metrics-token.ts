import { readSecretFile } from './secret-file.ts'
import type { SettingValues } from './settings.ts'

/** What a header can carry, and nobody guesses. */
const form = /^[\x21-\x7e]{16,512}$/

/** The token that shows the metrics; null where none is set. What is wrong is added to `faults`, without the token. */
export function metricsToken(values: SettingValues, faults: string[]): string | null {
  const file = values['metrics-token-file']
  if (file === undefined) return null
  try {
    const token = readSecretFile('CHANCERY_METRICS_TOKEN_FILE', file).trim()
    if (form.test(token)) return token
    throw new Error(
      `CHANCERY_METRICS_TOKEN_FILE ${file} must hold a token: 16 to 512 visible ASCII characters without spaces`,
    )
  } catch (error) {
    faults.push((error as Error).message)
    return null
  }
}
