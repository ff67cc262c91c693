import type { IssuersConfig } from './issuers.ts'
import { readDns } from './read-dns.ts'
import { readIssuers } from './read-issuers.ts'
import { readRulesFile } from './rules-file.ts'
import { type SettingValues, variableOf } from './settings.ts'

/** What the file says that CHANCERY_ISSUERS_FILE names; what is wrong is added to `faults`. */
export function issuersOf(values: SettingValues, faults: string[]): IssuersConfig {
  const file = values['issuers-file']
  const none: IssuersConfig = { authorities: [], brands: new Map(), dns: [] }
  if (file === undefined) return none
  const read = readRulesFile(variableOf('issuers-file'), file, faults, (fields) => ({
    ...readIssuers(fields),
    dns: readDns(fields),
  }))
  return read ?? none
}
