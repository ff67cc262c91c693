import { readFileSync } from 'node:fs'
import { isLoopback } from './config.ts'
import { httpUrl, path, type Reader } from './readers.ts'
import { readSecretFile } from './secret-file.ts'

export const word: Reader<string> = (text) => {
  if (!/^\P{C}{1,255}$/u.test(text)) throw new Error('1 to 255 characters')
  return text
}

/** Tokens go there in the clear, so only over TLS or to this machine. */
export const serviceUrl: Reader<string> = (text) => {
  const { protocol, hostname, href } = httpUrl(text)
  if (protocol === 'http:' && !isLoopback(hostname)) throw new Error('https://, or http:// on this machine')
  return href.replace(/\/$/, '')
}

/** Compared as it is, so it stays as it is. */
export const issuer: Reader<string> = (text) => {
  serviceUrl(text)
  return text
}

export const certificates: Reader<string> = (text) => {
  const file = path(text)
  try {
    const pem = readFileSync(file, 'utf8')
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem
  } catch {
    // said below
  }
  throw new Error(`a file with certificates in PEM, which ${file} is not`)
}

/** The one line of a file of mode 0600; faults name the field. */
export const secretLine =
  (field: string): Reader<string> =>
  (text) => {
    const file = path(text)
    const secret = readSecretFile(field, file).trim()
    if (!/^\P{C}{1,1024}$/u.test(secret)) throw new Error(`a file with one line, which ${file} is not`)
    return secret
  }
