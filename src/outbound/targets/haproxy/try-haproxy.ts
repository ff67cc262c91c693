import { dirname } from 'node:path'
import type { Trial } from '../../../domain/ports/connection.ts'
import { probeFolder } from '../durable-files.ts'
import { refused } from '../failure.ts'
import type { HaproxyPlace } from './haproxy-target.ts'
import type { Command } from './runtime.ts'
import { tellStored } from './stored-file.ts'

/** Asks for what a push does, and does none of it. */
export async function tryHaproxy(
  trial: Trial,
  ask: Command,
  { crtList, file }: Pick<HaproxyPlace, 'crtList' | 'file'>,
): Promise<void> {
  await trial.step({
    name: 'runtime API',
    advice: 'check socket in the targets file, and `stats socket` in the configuration of HAProxy',
    async work() {
      const answer = await ask('show ssl cert')
      if (isUnknown(answer)) throw refused('HAProxy is older than 2.4')
      if (!/^# filename/m.test(answer)) throw refused(answer)
      return 'HAProxy tells its certificates'
    },
  })
  await trial.step({
    name: 'level',
    advice: 'let `stats socket` have level admin',
    async work() {
      // there is no such transaction, and below the level it is not even looked for
      await ask('abort ssl cert chancery-probe')
      return 'certificates may be changed'
    },
  })
  if (crtList) {
    await trial.step({
      name: 'crt-list',
      advice: 'name the list or folder in crt_list as `bind` in the configuration of HAProxy names it',
      async work() {
        const answer = await ask(`show ssl crt-list ${crtList}`)
        if (isUnknown(answer)) throw refused(answer)
        return 'a listener takes its certificates from there'
      },
    })
  }
  if (file) await tryFile(trial, file)
}

const tryFile = (trial: Trial, file: string) =>
  trial.step({
    name: 'file',
    advice: 'let the user that the server runs as write into the folder of file',
    async work() {
      // what is behind the first pattern is another's for each certificate
      await probeFolder(dirname(file.replace(/\{.*$/, '_'))).catch(tellStored)
      return 'a file was written beside it and taken away again'
    },
  })

const isUnknown = (answer: string) => /Unknown command|didn't find/i.test(answer)
