import { type DnsPlaceConfig, readDns } from './read-dns.ts'
import { readRulesFile } from './rules-file.ts'
import { type SettingValues, variableOf } from './settings.ts'

/** What the file says that CHANCERY_ISSUERS_FILE names. */
export interface IssuersConfig {
  readonly dns: readonly DnsPlaceConfig[]
}

/** What is wrong is added to `faults`. */
export function issuersOf(values: SettingValues, faults: string[]): IssuersConfig {
  const file = values['issuers-file']
  const none: IssuersConfig = { dns: [] }
  if (file === undefined) return none
  const read = readRulesFile(variableOf('issuers-file'), file, faults, (fields) => ({ dns: readDns(fields) }))
  return read ?? none
}
