import { addressState } from './config/address-state.ts'
import type { Config } from './config/config.ts'
import { credentialsFile } from './first-start.ts'
import { fileExists } from './system/files.ts'

/** What an operator should know of the addresses that certificates carry; health tells anyone, so no paths here. */
export function addressWarnings(config: Config): string[] {
  const warnings: string[] = []
  const { isPublicUrlLocal, isPublicUrlHttps } = addressState(config)
  if (isPublicUrlLocal) {
    warnings.push(
      `certificates carry ${config.publicUrl}, an address that only this machine reaches: set CHANCERY_PUBLIC_URL`,
    )
  }
  if (isPublicUrlHttps) {
    warnings.push(
      'CHANCERY_PUBLIC_URL is https: many clients fetch CRLs over plain http only (RFC 5280 section 8)',
    )
  }
  return warnings
}

/** The first credentials are a password in a file. */
export async function credentialWarnings(config: Config): Promise<string[]> {
  const file = credentialsFile(config)
  return (await fileExists(file))
    ? [`${file} still holds the first credentials: keep them elsewhere and remove it`]
    : []
}
