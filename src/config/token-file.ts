import { readSecretFile } from './secret-file.ts'
import { type SettingValues, variableOf } from './settings.ts'

/** What a header can carry, and nobody guesses. */
const form = /^[\x21-\x7e]{16,512}$/

/** The token in the file that a setting names; null where none is set. What is wrong is added to `faults`, without the token. */
export function tokenIn(
  setting: 'metrics-token-file' | 'audit-webhook-secret-file',
  values: SettingValues,
  faults: string[],
): string | null {
  const file = values[setting]
  if (file === undefined) return null
  try {
    const token = readSecretFile(variableOf(setting), file).trim()
    if (form.test(token)) return token
    throw new Error(
      `${variableOf(setting)} ${file} must hold a token: 16 to 512 visible ASCII characters without spaces`,
    )
  } catch (error) {
    faults.push((error as Error).message)
    return null
  }
}
