import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The console as it was built. Names are paths below its folder; a name that is none of them is nothing. */
export interface ConsoleFiles {
  /** Whether there is a console at all: an installation may be without. */
  readonly isBuilt: boolean
  has(name: string): boolean
  /** Undefined for what went meanwhile: another console was built. */
  read(name: string): Promise<Uint8Array | undefined>
}

/** What is in the folder now; nothing that comes later, and nothing beside it, can be asked for. */
export function openConsoleFiles(folder: string): ConsoleFiles {
  const names = new Set(listed(folder))
  return {
    isBuilt: names.has('index.html'),
    has: (name) => names.has(name),
    read: (name) => readFile(join(folder, name)).catch(() => undefined),
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
}
