import { word } from './identity-readers.ts'
import { host } from './mail-readers.ts'
import { integer, type Reader } from './readers.ts'

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
