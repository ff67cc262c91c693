import { statusOf } from './failure.ts'
import type { ObjectAddress, S3Client } from './s3-client.ts'

const object = { content: new TextEncoder().encode('may be removed\n'), contentType: 'text/plain' }

/**
 * Whether the store honours `If-Match` and `If-None-Match` on writes, found out with a scratch object that is removed
 * again. A store that refuses a condition that holds would keep us from ever writing, and so does not honour them.
 */
export async function refusesStaleWrites(client: S3Client, scratch: ObjectAddress): Promise<boolean> {
  const version = await client.put(scratch, object)
  const isWritten = async (replaces: string | null) =>
    (await client.put(scratch, { ...object, replaces }).catch(unknownCondition)) !== null
  try {
    return (
      !(await isWritten('"00000000000000000000000000000000"')) &&
      !(await isWritten(null)) &&
      (await isWritten(version))
    )
  } finally {
    await client.remove(scratch).catch(() => undefined)
  }
}

/** Some stores answer that they have no such header; that is as good as written. */
function unknownCondition(error: unknown): string {
  if (statusOf(error) === 400 || statusOf(error) === 501) return 'written, for all that the store guards'
  throw error
}
