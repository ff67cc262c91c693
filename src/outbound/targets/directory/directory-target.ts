import { join } from 'node:path'
import { DomainError } from '../../../domain/model/errors.ts'
import type { PushContent, PushPlace } from '../../../domain/model/push-place.ts'
import { StepFault } from '../../../domain/model/step-fault.ts'
import type { StepToTake } from '../../../domain/ports/connection.ts'
import type { PushTarget, TargetSnapshot } from '../../../domain/ports/push-targets.ts'
import { probeFolder } from '../durable-files.ts'
import { denied, refused } from '../failure.ts'
import { endingInLine, fingerprintsIn, fullChain, isKeyOf } from '../pem.ts'
import { ownIdOf, ownNameOf, segment, thingOf } from '../place-names.ts'
import { ChangingFolder, type FileSet, makeFolders } from './file-set.ts'
import { isRunnable, reload } from './reload.ts'

export interface DirectoryPlace {
  readonly folder: string
  /** What makes a server read the files again: program and arguments. */
  readonly reload: readonly string[] | null
}

const keyFile = 'privkey.pem'
const fileNames = ['fullchain.pem', 'chain.pem', keyFile, 'certificate.json']

/**
 * Files that servers read: `<folder>/<account>/<service>/<project or _>/<resource or certificate>/`. What is to be loaded
 * stays marked until the reload command succeeded, so that one who comes after a crash runs it.
 */
export function createDirectoryTarget(
  name: string,
  { folder, reload: command }: DirectoryPlace,
  patienceMs: number,
): PushTarget {
  const folderOf = (place: PushPlace): ChangingFolder => {
    const path = [place.accountId, place.service, place.project].map(segment)
    return new ChangingFolder(join(folder, ...path), segment(thingOf(place)))
  }
  const put = async (at: ChangingFolder, files: FileSet, version: string): Promise<void> => {
    if (!isSame(await at.read(fileNames), files)) {
      if (command) await at.markUnfinished()
      await at.replace(files, version, keyFile)
    }
    await load(at)
  }
  const load = async (at: ChangingFolder): Promise<void> => {
    if (!command || !(await at.isUnfinished())) return
    // tenants need not know where the folder is
    await reload(command, patienceMs, (words) => words.replaceAll(folder, '…'))
    await at.markFinished()
  }
  /** What still needs the files makes the command fail; then they are put back, if they are to be. */
  const takeAway = async (at: ChangingFolder, putsBack: boolean): Promise<void> => {
    if (command && (await at.read([]))) await at.markUnfinished()
    const putBack = await at.takeAway()
    try {
      await load(at)
    } catch (error) {
      if (putsBack) await putBack()
      throw error
    }
    await at.discard()
  }

  return {
    name,
    type: 'directory',
    facts: [{ name: 'reload command', value: command ? 'set' : 'none' }],
    async try(trial) {
      await trial.step({
        name: 'folder',
        advice: 'let the user that the server runs as write into the folder, and see that its disk has room',
        work: () =>
          telling(async () => {
            await makeFolders(folder)
            await probeFolder(folder)
            return 'a file was written and taken away again'
          }),
      })
      if (command) await trial.step(reloadStep(command))
    },
    snapshot: (place) =>
      telling(async () => {
        const files = await folderOf(place).read(fileNames)
        return files ? Buffer.from(JSON.stringify(files)) : null
      }),
    apply: (place, content, pushId) =>
      telling(async () => {
        await put(folderOf(place), filesOf(place, content), segment(pushId))
        return { resourceId: ownIdOf(place), resourceName: ownNameOf(place) }
      }),
    async look(place, { fingerprint }) {
      try {
        const files = await folderOf(place).read(fileNames)
        const { 'fullchain.pem': chain = '', [keyFile]: key = '' } = files ?? {}
        const isSeen = fingerprintsIn(chain)?.sha256 === fingerprint && isKeyOf(key, chain)
        return isSeen
          ? { isSeen, how: 'read back from its folder' }
          : { isSeen, reason: 'its folder holds another certificate, or none' }
      } catch (error) {
        return {
          isSeen: false,
          reason: `its folder can not be read: ${(error as NodeJS.ErrnoException).code}`,
        }
      }
    },
    restore: (place, snapshot, pushId) =>
      telling(async () => {
        const at = folderOf(place)
        if (snapshot === null) await takeAway(at, false)
        else await put(at, filesIn(snapshot), `${segment(pushId)}-former`)
      }),
    remove: (place) => telling(() => takeAway(folderOf(place), true)),
  }
}

/** Running it would do something to what others serve. */
const reloadStep = (command: readonly string[]): StepToTake => ({
  name: 'reload command',
  advice:
    'name a program in the targets file that is there and may be run by the user that the server runs as',
  async work() {
    if (!(await isRunnable(command))) throw new StepFault('the program is not there, or may not be run')
    return 'the program is there; it is run after a push, and was not now'
  },
})

const filesOf = (place: PushPlace, content: PushContent): FileSet => ({
  'fullchain.pem': fullChain(content),
  'chain.pem': endingInLine(content.chainPem),
  [keyFile]: endingInLine(content.privateKeyPem),
  'certificate.json': `${JSON.stringify(
    {
      certificate_id: place.certificateId,
      name: place.certificateName,
      domains: content.domains,
      fingerprint: content.fingerprint,
      not_after: new Date(content.notAfter).toISOString(),
    },
    null,
    2,
  )}\n`,
})

const filesIn = (snapshot: NonNullable<TargetSnapshot>) =>
  JSON.parse(Buffer.from(snapshot).toString()) as FileSet

const isSame = (present: FileSet | undefined, files: FileSet) =>
  present !== undefined && fileNames.every((file) => present[file] === files[file])

/** Tells what the file system says as a target's answer, without a path. */
async function telling<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DomainError) throw error
    const { code, message, syscall } = error as NodeJS.ErrnoException
    if (code === 'EACCES' || code === 'EPERM') throw denied(`the folder can not be changed: ${code}`)
    if (code === undefined) throw error
    // our own word for what is not of our making; the system's would name the path
    throw refused(
      code === 'EEXIST' && syscall === undefined ? message : `the folder can not be changed: ${code}`,
    )
  }
}
