import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './foreground.ts'

/** `crt`: the leaf, its chain and the key in one file. */
export function haproxy(folder: string, port: number, crt: string): Command {
  const configuration = join(folder, 'haproxy.cfg')
  writeFileSync(
    configuration,
    `defaults
       mode http
       timeout connect 10s
       timeout client 10s
       timeout server 10s
     frontend tls
       bind 127.0.0.1:${port} ssl crt ${join(folder, crt)}
       http-request return status 200 content-type text/plain string "hello from HAProxy"
`,
  )
  return { program: 'haproxy', folder, args: ['-db', '-f', configuration] }
}
