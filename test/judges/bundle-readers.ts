import { spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { decodePem } from '../../src/x509/pem.ts'
import { shortLived } from './programs.ts'

export interface Judgement {
  readonly status: number | null
  readonly words: string
}

/** Runs a judge in a UTF-8 world, where each program takes passwords from variables or arguments as they are. */
export function judge(
  program: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Judgement {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', ...variables }
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env })
  return { status, words: stdout + stderr }
}

/** What a judge found in a bundle: the key in PEM, the certificates in its order. */
export interface Found extends Judgement {
  readonly keyPem: string
  readonly certificates: readonly Uint8Array[]
}

const privateKey = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[^-]+-----END \1PRIVATE KEY-----/

const found = ({ status, words }: Judgement, keyWords: string = words): Found => ({
  status,
  words,
  keyPem: privateKey.exec(keyWords)?.[0] ?? '',
  certificates: certificatesIn(words),
})

export function readByOpenssl(file: string, password: string, ...flags: readonly string[]): Found {
  const args = ['pkcs12', '-info', '-in', file, '-passin', 'env:PASSWORD', '-nodes', ...flags]
  return found(judge('openssl', args, { PASSWORD: password }))
}

/** certtool shows the key as it stands in the file; a second run opens it, and shrouds it in a way of its own. */
export function readByCerttool(file: string, password: string): Found {
  const shown = judge('certtool', ['--p12-info', '--inder', '--infile', file, '--password', password])
  const shrouded = `${file}.key`
  writeFileSync(shrouded, privateKey.exec(shown.words)?.[0] ?? '')
  const { words } = judge('certtool', ['--to-p8', '--load-privkey', shrouded, '--password', password])
  const key = privateKey.exec(words)?.[0]
  const opened =
    key && createPrivateKey({ key, passphrase: password }).export({ type: 'pkcs8', format: 'pem' })
  return found(shown, String(opened))
}

const java = [...shortLived, '-J-Duser.language=en', '-J-Duser.timezone=UTC']

export const listByKeytool = (file: string, password: string): Judgement =>
  judge('keytool', [...java, '-list', '-v', '-keystore', file, '-storepass:env', 'PASSWORD'], {
    PASSWORD: password,
  })

/** keytool shows no keys, so it moves them to a store of its own making, which OpenSSL reads. */
export function readByKeytool(file: string, password: string): Found {
  const moved = `${file}.moved`
  rmSync(moved, { force: true })
  const source = ['-srckeystore', file, '-srcstorepass:env', 'PASSWORD']
  const target = ['-destkeystore', moved, '-deststoretype', 'PKCS12', '-deststorepass', 'another-1']
  const args = [...java, '-importkeystore', '-noprompt', ...source, ...target]
  const imported = judge('keytool', args, { PASSWORD: password })
  return { ...readByOpenssl(moved, 'another-1'), ...imported }
}

/** The certificates among what a program prints. */
const certificatesIn = (words: string): Uint8Array[] =>
  (words.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (block) => decodePem(block)[0]?.der ?? new Uint8Array(),
  )
