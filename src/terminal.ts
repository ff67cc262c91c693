import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import type { Surroundings } from './cli/remote/surroundings.ts'
import { createCredentials } from './crypto/credentials.ts'
import { systemClock } from './system/clock.ts'

const passwordLength = 24

/** What the command line has around it: this process, its files, its streams. */
export const openTerminal = (dataFolder: string): Surroundings => ({
  environment: process.env,
  firstCredentialsFile: join(dataFolder, 'credentials.json'),
  now: () => systemClock.now(),
  pause: (ms) => systemClock.pause(ms),
  makePassword: () => createCredentials().makeSecret(passwordLength),
  readText: (path) => (path === '-' ? text(process.stdin) : readFile(path, 'utf8')),
  readOctets: (path) => (path === '-' ? buffer(process.stdin) : readFile(path)),
  writeData: (data) =>
    new Promise((resolve) => process.stdout.on('error', resolve).write(data, () => resolve())),
  writeWords: (line) => process.stderr.write(`chancery: ${line}\n`),
})
