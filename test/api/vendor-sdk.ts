import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
export const core = '@huaweicloud/huaweicloud-sdk-core'

/** The vendor's package, its own modules. */
export function loadSdk() {
  const { ClientBuilder } = require(`${core}/ClientBuilder.js`)
  const { GlobalCredentials: Global } = require(`${core}/auth/GlobalCredentials.js`)
  const { BasicCredentials: Basic } = require(`${core}/auth/BasicCredentials.js`)
  const { Region } = require(`${core}/region/region.js`)
  // it prints Authorization and body on every HTTP error (traps)
  const log4js = createRequire(require.resolve(core))('log4js')
  log4js.configure({
    appenders: { none: { type: 'stdout' } },
    categories: { default: { appenders: ['none'], level: 'off' } },
  })
  return { ClientBuilder, Global, Basic, Region }
}

/** A home of its own for the package, which writes into `~/.huaweicloud`; the call that comes back ends it. */
export function borrowHome(): () => void {
  const former = process.env['HOME']
  const home = mkdtempSync(join(tmpdir(), 'chancery-sdk-home-'))
  process.env['HOME'] = home
  return () => {
    if (former === undefined) delete process.env['HOME']
    else process.env['HOME'] = former
    rmSync(home, { recursive: true, force: true })
  }
}
