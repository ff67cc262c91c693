import { spawnSync } from 'node:child_process'

/** Programs that judge what we make, and what each is for; `install` gets them by apt. */
const judges = {
  openssl: 'certificates, requests, revocation lists and responders',
  certtool: 'the same, by GnuTLS',
  ocsptool: 'responders, by GnuTLS',
  keytool: 'the same, by Java',
  unzip: 'archives',
  nginx: 'serving what was exported',
  curl: 'trusting it',
} as const

export type Judge = keyof typeof judges

const isThere = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

export const missingJudges = (): Judge[] =>
  (Object.keys(judges) as Judge[]).filter((program) => !isThere(program))

/** For `test(name, skipWithout('nginx'), …)`: skips with the reason where the judge is not installed. */
export const skipWithout = (...programs: readonly Judge[]): { skip?: string } => {
  const missing = programs.filter((program) => !isThere(program))
  return missing.length === 0 ? {} : { skip: `${missing.join(', ')} not installed` }
}
