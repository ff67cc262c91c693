import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** How long a file is, and the SHA-256 of what it holds in lower-case hex. */
export interface FileDigest {
  readonly size: number
  readonly sha256: string
}

const pieceLength = 1_048_576

/** Reads a plain file once. Throws for a link and for all that is no file. */
export async function digestFile(path: string): Promise<FileDigest> {
  return await readThrough(path, async () => {})
}

/**
 * Copies a plain file into a new one of mode 0600, durably, and tells what was read. Throws for a link, for all that is
 * no file, and where the target exists. What is there after a failure is for the caller to remove.
 */
export async function copyFileDurably(source: string, target: string): Promise<FileDigest> {
  return await readThrough(source, async (pieces) => {
    const copy = await open(target, 'wx', 0o600)
    try {
      for await (const piece of pieces) await copy.writeFile(piece)
      await copy.sync()
    } finally {
      await copy.close()
    }
  })
}

/** `take` gets the pieces, each valid until the next; what it does not take is read all the same. */
async function readThrough(
  path: string,
  take: (pieces: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<FileDigest> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    if (!(await file.stat()).isFile()) throw new Error(`${path} is no plain file`)
    const hash = createHash('sha256')
    let size = 0
    const pieces = piecesOf(file, (piece) => {
      hash.update(piece)
      size += piece.length
    })
    await take({ [Symbol.asyncIterator]: () => pieces })
    for await (const _ of pieces);
    return { size, sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}

async function* piecesOf(file: FileHandle, see: (piece: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(pieceLength)
  for (;;) {
    const { bytesRead } = await file.read(buffer)
    if (bytesRead === 0) return
    const piece = buffer.subarray(0, bytesRead)
    see(piece)
    yield piece
  }
}

/** What lies below a folder, by paths relative to it, parents first; links and what is neither file nor folder are `others`. */
export interface FolderTree {
  readonly folders: readonly string[]
  readonly files: readonly string[]
  readonly others: readonly string[]
}

export async function readTree(folder: string): Promise<FolderTree> {
  const tree = { folders: [] as string[], files: [] as string[], others: [] as string[] }
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true })
    for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isFile()) tree.files.push(path)
      else if (!entry.isDirectory()) tree.others.push(path)
      else {
        tree.folders.push(path)
        await walk(path)
      }
    }
  }
  await walk('')
  return tree
}
