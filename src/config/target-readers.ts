import { readFileSync, statSync } from 'node:fs'
import { isLoopback } from './config.ts'
import { serviceUrl, word } from './identity-readers.ts'
import { host } from './mail-readers.ts'
import { integer, path, type Reader, type ReaderValue } from './readers.ts'

/** `www.example.com:443`, `192.0.2.1:443`, `[2001:db8::1]:443`. */
export const address: Reader<{ readonly host: string; readonly port: number }> = (text) => {
  const [, name = '', port = ''] = /^(\[.*\]|[^:]*):(\d+)$/.exec(text) ?? []
  try {
    return { host: host(name), port: integer(1, 65_535)(port) }
  } catch {
    throw new Error('<host>:<port>')
  }
}

/** Empty for what is everywhere. */
export const project: Reader<string> = (text) => (text === '' ? text : word(text))

export const serverName: Reader<string> = host

export const commandWord: Reader<string> = (text) => {
  if (text.includes('\0')) throw new Error('without NUL')
  return text
}

/** Keys go there in the clear, so it is this machine. */
export const runtimeSocket: Reader<{ readonly path: string } | ReaderValue<typeof address>> = (text) => {
  const [, kind, place = ''] = /^(unix|tcp):(.+)$/.exec(text) ?? []
  if (kind === 'unix') return { path: path(place) }
  if (kind === 'tcp') {
    const at = address(place)
    if (isLoopback(at.host)) return at
  }
  throw new Error('unix:<path>, or tcp:<host>:<port> on this machine')
}

const patternWords = ['account', 'service', 'project', 'id', 'name']

/** A name, or a pattern of names. */
export const pattern: Reader<string> = (text) => {
  const unknown = [...text.matchAll(/\{(.*?)\}/g)].find(([, name = '']) => !patternWords.includes(name))
  if (unknown) throw new Error(`without ${unknown[0]}: it may hold {${patternWords.join('}, {')}}`)
  return word(text)
}

/** HAProxy's commands end words at spaces. */
export const haproxyName: Reader<string> = (text) => {
  if (/[\s;\\]/.test(text)) throw new Error('without spaces, semicolons and backslashes')
  return pattern(text)
}

/** Patterns stay as they are; their folder is where the file is. */
export const pathPattern: Reader<string> = (text) => path(pattern(text))

/** It becomes part of a path. */
export const cloudId: Reader<string> = (text) => {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(text)) throw new Error('an id of letters, digits, - and _')
  return text
}

export const urlPattern: Reader<string> = (text) => {
  pattern(text)
  serviceUrl(text.replaceAll(/\{\w+\}/g, 'x'))
  return text
}

export const namespace: Reader<string> = (text) => {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) throw new Error('a namespace')
  return text
}

/** Of a pod it may be read by others within, and is replaced while the server runs. */
export const rotatedFile: Reader<string> = (text) => {
  const file = path(text)
  try {
    const isWhole =
      (statSync(file).mode & 0o022) === 0 && /^[\x21-\x7e]+\s*$/.test(readFileSync(file, 'utf8'))
    if (isWhole) return file
  } catch {
    // said below
  }
  throw new Error(`a file with a token that others may not write, which ${file} is not`)
}
