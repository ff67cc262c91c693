import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { sealUnder, unsealUnder } from './sealing.ts'

/** The key above all keys: 32 octets in a file of its own, never in the database nor in a backup. */
export class MasterKey {
  readonly #key: Uint8Array

  constructor(key: Uint8Array) {
    this.#key = key
  }

  /** What the database keeps to tell whether a key fits; says nothing about the key. */
  checkValue(): Uint8Array {
    return createHmac('sha256', this.#key).update('chancery master key check 1').digest()
  }

  fits(checkValue: Uint8Array): boolean {
    const own = this.checkValue()
    return own.length === checkValue.length && timingSafeEqual(own, checkValue)
  }

  wrap(dataKeyNumber: number, dataKey: Uint8Array): Uint8Array {
    return sealUnder(this.#key, recordOf(dataKeyNumber), dataKey)
  }

  unwrap(dataKeyNumber: number, wrapped: Uint8Array): Uint8Array {
    return unsealUnder(this.#key, recordOf(dataKeyNumber), wrapped)
  }
}

const recordOf = (dataKeyNumber: number) => `data-key/${dataKeyNumber}`

export const makeDataKey = (): Uint8Array => randomBytes(32)

/** Reads the file, or undefined where there is none. Throws an Error that names the file when it holds no key. */
export function readMasterKey(path: string): MasterKey | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (!/^[A-Za-z0-9+/]{43}=\s*$/.test(text)) {
    throw new Error(`the master key file ${path} does not hold 32 octets in base64`)
  }
  return new MasterKey(Uint8Array.fromBase64(text.trim()))
}

/**
 * Makes a new key in a file that only its owner may read: the whole file durably or none, under a name that nothing
 * has yet. Throws when the file exists.
 */
export function createMasterKey(path: string): MasterKey {
  const key = randomBytes(32)
  const temporary = `${path}.${randomBytes(6).toString('hex')}`
  try {
    writeDurably(temporary, `${key.toString('base64')}\n`)
    linkSync(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
  syncFolder(dirname(path))
  return new MasterKey(key)
}

/** Makes the names in a folder durable. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
