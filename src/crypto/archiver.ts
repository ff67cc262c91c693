import { zipSync } from 'fflate'
import type { ArchivedFile, Archiver } from '../domain/ports/archiver.ts'

/** Unix, and a regular file that only its owner may read and write: APPNOTE.TXT §4.4.2, §4.4.15. */
const unix = 3
const ownerOnly = 0o100_600 << 16

/** Zip archives whose files are stored as they are: a few kilobytes, of which keys and key stores do not shrink. */
export function createArchiver(): Archiver {
  return {
    zip(files, modifiedAt) {
      checkNames(files)
      return zipSync(Object.fromEntries(files.map(({ name, content }) => [name, content])), {
        level: 0,
        os: unix,
        attrs: ownerOnly,
        mtime: asLocalTime(modifiedAt),
        extra: { [extendedTimestamp]: timestamp(modifiedAt) },
      })
    },
  }
}

/** What leads out of the folder would be written there when unpacked; a number would come out before the others. */
function checkNames(files: readonly ArchivedFile[]): void {
  const names = new Set(files.map(({ name }) => name))
  if (names.size !== files.length) throw new Error('a name stands twice in the archive')
  for (const name of names) {
    if (!/^(?:[A-Za-z][A-Za-z0-9._-]*\/)?[A-Za-z][A-Za-z0-9._-]*$/.test(name))
      throw new Error(`${JSON.stringify(name)} is no name of a file`)
  }
}

/**
 * The time whose local reading is the given one in UTC. The library writes the local time of this process into the
 * field that has no zone, and archives must not tell where they were made, nor differ by it.
 */
function asLocalTime(ms: number): Date {
  const utc = new Date(ms)
  return new Date(
    utc.getUTCFullYear(),
    utc.getUTCMonth(),
    utc.getUTCDate(),
    utc.getUTCHours(),
    utc.getUTCMinutes(),
    utc.getUTCSeconds(),
  )
}

/** The extra field of Info-ZIP that has the time in seconds of UTC, which programs believe before the other. */
const extendedTimestamp = 0x5455
const hasModificationTime = 1

function timestamp(ms: number): Uint8Array {
  const octets = new DataView(new ArrayBuffer(5))
  octets.setUint8(0, hasModificationTime)
  octets.setUint32(1, Math.floor(ms / 1000), true)
  return new Uint8Array(octets.buffer)
}
