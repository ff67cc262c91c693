import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './foreground.ts'

const modules = '/usr/lib/apache2/modules'

export interface ApacheFiles {
  readonly certificate: string
  readonly key: string
  /** Where it is a file of its own. */
  readonly chain?: string
  readonly password?: string
}

/** Its worker runs as nobody where this process is root's, and serves an error: what counts is the handshake. */
export function apache(folder: string, port: number, files: ApacheFiles): Command {
  const { certificate, key, chain, password } = files
  const configuration = join(folder, 'apache2.conf')
  const lines = [
    `LoadModule mpm_event_module ${modules}/mod_mpm_event.so`,
    `LoadModule ssl_module ${modules}/mod_ssl.so`,
    'User nobody',
    'Group nogroup',
    'PidFile apache2.pid',
    `DefaultRuntimeDir ${folder}`,
    'ErrorLog /dev/stderr',
    `Listen 127.0.0.1:${port}`,
    'ServerName served.example.test',
    'SSLEngine on',
    `SSLCertificateFile ${certificate}`,
    `SSLCertificateKeyFile ${key}`,
  ]
  if (chain !== undefined) lines.push(`SSLCertificateChainFile ${chain}`)
  if (password !== undefined) {
    const teller = join(folder, 'tell-password')
    writeFileSync(teller, `#!/bin/sh\nprintf '%s\\n' '${password}'\n`, { mode: 0o700 })
    lines.push(`SSLPassPhraseDialog exec:${teller}`)
  }
  writeFileSync(configuration, `${lines.join('\n')}\n`)
  return { program: 'apache2', folder, args: ['-X', '-d', folder, '-f', configuration] }
}
