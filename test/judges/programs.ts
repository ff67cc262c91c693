import { spawnSync } from 'node:child_process'

/** Programs that judge what we make, and what each is for; `install` gets them by apt. */
const judges = {
  openssl: 'certificates, requests, revocation lists and responders',
  certtool: 'the same, by GnuTLS',
  ocsptool: 'responders, by GnuTLS',
  keytool: 'the same, by Java',
  unzip: 'archives',
  nginx: 'serving what was exported',
  apache2: 'the same, by Apache',
  haproxy: 'the same, by HAProxy',
  tomcat: 'the same, by Java',
  curl: 'trusting it',
  pebble: 'ordering from an ACME authority',
  'pebble-challtestsrv': 'the names that it looks up',
  named: 'updates of zones, and looking for proofs in them, by BIND',
  nsupdate: 'the same updates, by its own client',
  dig: 'what a zone holds',
  chromium: 'the console, by a browser',
} as const

export type Judge = keyof typeof judges

/** Debian's, which is not on the path. */
export const tomcatProgram = '/usr/share/tomcat10/bin/catalina.sh'

const programOf = (judge: Judge) => (judge === 'tomcat' ? tomcatProgram : judge)
const isThere = (judge: Judge) => spawnSync('sh', ['-c', `command -v ${programOf(judge)}`]).status === 0

/** For Java's tools: they end before they could become fast, and preparing for it is half of their time. */
export const shortLived = ['-J-XX:TieredStopAtLevel=1', '-J-XX:+UseSerialGC'] as const

export const missingJudges = (): Judge[] =>
  (Object.keys(judges) as Judge[]).filter((judge) => !isThere(judge))

/** For `test(name, skipWithout('nginx'), …)`: skips with the reason where the judge is not installed. */
export const skipWithout = (...needed: readonly Judge[]): { skip?: string } => {
  const missing = needed.filter((judge) => !isThere(judge))
  return missing.length === 0 ? {} : { skip: `${missing.join(', ')} not installed` }
}
