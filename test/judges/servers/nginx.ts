import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './foreground.ts'

/** Files are named as they lie in the folder. */
export interface NginxFiles {
  /** The leaf, then its chain. */
  readonly certificates: string
  readonly key: string
  readonly passwords?: string
}

export function nginx(folder: string, port: number, { certificates, key, passwords }: NginxFiles): Command {
  const configuration = join(folder, 'nginx.conf')
  writeFileSync(
    configuration,
    `daemon off; master_process off; pid nginx.pid; error_log stderr;
     events {}
     http {
       access_log off; client_body_temp_path .; proxy_temp_path .; fastcgi_temp_path .; uwsgi_temp_path .; scgi_temp_path .;
       server {
         listen 127.0.0.1:${port} ssl;
         ssl_certificate ${certificates}; ssl_certificate_key ${key};
         ${passwords === undefined ? '' : `ssl_password_file ${passwords};`}
         location / { return 200 'hello from nginx'; }
       }
     }`,
  )
  return { program: 'nginx', folder, args: ['-p', folder, '-c', configuration, '-e', 'stderr'] }
}
