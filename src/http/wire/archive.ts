import type { RouteAnswer } from './route.ts'

/** A zip archive as a file to be saved under its name, which must need no quoting. */
export const archiveAnswer = ({
  fileName,
  archive,
}: {
  readonly fileName: string
  readonly archive: Uint8Array
}): RouteAnswer => ({
  headers: {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="${fileName}"`,
  },
  body: Buffer.from(archive.buffer, archive.byteOffset, archive.length),
})
