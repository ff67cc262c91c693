import type { RotationStep } from '../cli/key-commands.ts'
import type { Config } from '../config/config.ts'
import { openMasterKey, readState, unwrapDataKeys } from '../crypto/key-state.ts'
import { abandonReplacement, finishReplacement, replaceMasterKey } from '../crypto/replace-master-key.ts'
import type { FaultPoints } from '../domain/ports/fault-points.ts'
import type { CommandAnswer } from './audit-commands.ts'
import { withLocalWorld } from './local-world.ts'

type Place = Pick<Config, 'databaseUrl' | 'masterKeyFile'>

/** SQLite has one server, whose key file is the one at hand, so nobody else's has to follow before it is finished. */
const hasOneServer = ({ databaseUrl }: Place) => databaseUrl.startsWith('sqlite:')

/** Replaces the master key, or takes a replacement further; servers may be at work. Throws an Error of one line. */
export async function rotateMasterKey(
  place: Place,
  step: RotationStep,
  faults: FaultPoints,
): Promise<CommandAnswer> {
  const { masterKeyFile } = place
  return await withLocalWorld(place, async ({ doors }) => {
    const act = (operation: string) => ({ doors: doors(operation), masterKeyFile, faults })
    if (step === 'abandon') {
      await abandonReplacement(act('abandonMasterKey'))
      return said('the master key stays as it was; no other is to come')
    }
    if (step === 'rotate') {
      await replaceMasterKey(act('rotateMasterKey'))
      if (!hasOneServer(place)) return said(...toBeFinished(masterKeyFile))
    }
    await finishReplacement(act('finishMasterKey'))
    await faults.reach('master key: finished')
    return said('the new master key is in force, and the old one opens this database no more', keepOld)
  })
}

const toBeFinished = (masterKeyFile: string) => [
  `${masterKeyFile} holds a new master key; the database opens with the old one too`,
  'copy the file to every other server, then: chancery master-key rotate --finish',
]

const keepOld =
  'backups from before need the old one, which is beside it (….former-…): move it to where they are kept, away from this machine'

/** Whether the file's key opens every data key of the database. Throws an Error of one line. */
export async function checkMasterKey(place: Place): Promise<CommandAnswer> {
  return await withLocalWorld(place, async ({ database }) => {
    const state = await readState(database)
    const opened = openMasterKey(state, place.masterKeyFile)
    const dataKeys = unwrapDataKeys(state, opened)
    const isPending = state.nextCheck !== undefined
    return {
      data: `the master key fits: it opens ${dataKeys.size} data keys\n`,
      words: isPending ? [pendingWords[opened.standing]] : [],
      isRight: true,
    }
  })
}

const pendingWords = {
  current: 'another is to take its place: go on with: chancery master-key rotate',
  next: 'the one before it still opens the database: finish with: chancery master-key rotate --finish',
} as const

const said = (...words: string[]): CommandAnswer => ({ data: '', words, isRight: true })
