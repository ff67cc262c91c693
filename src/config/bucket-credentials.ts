import type { BucketCredentials } from './config.ts'
import { readSecretFile } from './secret-file.ts'
import type { SettingValues } from './settings.ts'

type Entries = Readonly<Record<string, unknown>>

/**
 * The key to the object store, from the file, else from Amazon's own variables; undefined where none is needed. What
 * is wrong is added to `faults`, without a word of the content.
 */
export function bucketCredentials(
  values: SettingValues,
  environment: Readonly<Record<string, string | undefined>>,
  faults: string[],
): BucketCredentials | undefined {
  if (values['buckets-url']?.kind !== 's3') return undefined
  const file = values['buckets-credentials-file']
  try {
    return file === undefined ? fromEnvironment(environment) : fromFile(file)
  } catch (error) {
    faults.push((error as Error).message)
    return undefined
  }
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): BucketCredentials {
  const credentials = credentialsIn({
    access_key_id: environment['AWS_ACCESS_KEY_ID'],
    secret_access_key: environment['AWS_SECRET_ACCESS_KEY'],
    session_token: environment['AWS_SESSION_TOKEN'],
  })
  if (credentials) return credentials
  throw new Error(
    'CHANCERY_BUCKETS_URL needs an access key: set CHANCERY_BUCKETS_CREDENTIALS_FILE, or AWS_ACCESS_KEY_ID and ' +
      'AWS_SECRET_ACCESS_KEY',
  )
}

function fromFile(file: string): BucketCredentials {
  const text = readSecretFile('CHANCERY_BUCKETS_CREDENTIALS_FILE', file)
  const credentials = credentialsIn(text.trimStart().startsWith('{') ? jsonEntries(text) : iniEntries(text))
  if (credentials) return credentials
  throw new Error(
    `CHANCERY_BUCKETS_CREDENTIALS_FILE ${file} must hold access_key_id and secret_access_key, as JSON or ini`,
  )
}

function jsonEntries(text: string): Entries {
  try {
    return JSON.parse(text) as Entries
  } catch {
    return {}
  }
}

/** The form of Amazon's credential files: `aws_access_key_id = …`, without a profile or in the one called default. */
function iniEntries(text: string): Entries {
  const entries: Record<string, string> = {}
  let profile = 'default'
  for (const line of text.split(/\r?\n/)) {
    profile = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line)?.[1] ?? profile
    const [, name = '', value = ''] = /^\s*(?:aws_)?(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (profile === 'default' && name !== '') entries[name] = value
  }
  return entries
}

function credentialsIn(entries: Entries): BucketCredentials | undefined {
  const { access_key_id: accessKeyId, secret_access_key: secretAccessKey, session_token: token } = entries
  if (!isText(accessKeyId) || !isText(secretAccessKey)) return undefined
  return { accessKeyId, secretAccessKey, ...(isText(token) && { sessionToken: token }) }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
