import { mkdir, readdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { readIfThere, syncFolder, writeDurably } from '../durable-files.ts'

/** Files of one folder, by their names. */
export type FileSet = Readonly<Record<string, string>>

const secretMode = 0o600
const publicMode = 0o644
const folderMode = 0o755
const mark = 'unfinished'

/**
 * A folder whose files change all at once: `<parent>/<name>` is a link to one of the folders that are kept in
 * `<parent>/.<name>`. What is to be done after a change can be marked, and the mark outlives the process.
 */
export class ChangingFolder {
  readonly #parent: string
  readonly #name: string
  readonly #versions: string

  constructor(parent: string, name: string) {
    this.#parent = parent
    this.#name = name
    this.#versions = join(parent, `.${name}`)
  }

  /** Undefined where nothing is there. Throws where something is there that is not ours. */
  async read(names: readonly string[]): Promise<FileSet | undefined> {
    const version = await this.#present()
    if (version === undefined) return undefined
    const folder = join(this.#versions, version)
    const files = await Promise.all(
      names.map(async (name) => [name, await readIfThere(join(folder, name))] as const),
    )
    return Object.fromEntries(files.filter((entry): entry is [string, string] => entry[1] !== undefined))
  }

  /** `version` is a name for this content; whoever opens a file meanwhile has the former one or the new one, whole. */
  async replace(files: FileSet, version: string, secret: string): Promise<void> {
    await makeFolders(this.#versions)
    const isTaken = (await this.#present()) === version
    const next = isTaken ? `${version}-again` : version
    const folder = join(this.#versions, next)
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { mode: folderMode })
    for (const [name, text] of Object.entries(files)) {
      await writeDurably(join(folder, name), text, name === secret ? secretMode : publicMode)
    }
    await syncFolder(folder)
    await this.#lead(next)
    for (const other of await readdir(this.#versions)) {
      if (other !== next && other !== mark) await rm(join(this.#versions, other), { recursive: true })
    }
  }

  /** Takes the link away and returns what puts it back; the files stay until they are discarded. */
  async takeAway(): Promise<() => Promise<void>> {
    const version = await this.#present()
    if (version === undefined) return async () => {}
    await rm(join(this.#parent, this.#name))
    await syncFolder(this.#parent)
    return () => this.#lead(version)
  }

  async discard(): Promise<void> {
    await rm(this.#versions, { recursive: true, force: true })
  }

  async markUnfinished(): Promise<void> {
    await makeFolders(this.#versions)
    await rm(join(this.#versions, mark), { force: true })
    await writeDurably(join(this.#versions, mark), '', publicMode)
    await syncFolder(this.#versions)
  }

  isUnfinished(): Promise<boolean> {
    return readIfThere(join(this.#versions, mark)).then((text) => text !== undefined)
  }

  async markFinished(): Promise<void> {
    await rm(join(this.#versions, mark), { force: true })
  }

  async #lead(version: string): Promise<void> {
    const link = join(this.#versions, 'link')
    await rm(link, { force: true })
    await symlink(join(basename(this.#versions), version), link)
    await rename(link, join(this.#parent, this.#name))
    await syncFolder(this.#versions)
    await syncFolder(this.#parent)
  }

  async #present(): Promise<string | undefined> {
    try {
      const target = await readlink(join(this.#parent, this.#name))
      if (dirname(target) === basename(this.#versions)) return basename(target)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') return undefined
      if (code !== 'EINVAL') throw error
    }
    throw Object.assign(new Error('is there already, and not of our making'), { code: 'EEXIST' })
  }
}

/** Durably, with those above it; what is there stays. */
export async function makeFolders(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: folderMode })
  if (first === undefined) return
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
}
