import { Misuse } from './faults.ts'
import { parseJson } from './parse-json.ts'
import type { AccessKey } from './signature.ts'
import type { Surroundings } from './surroundings.ts'

/** Where the server is, whom to trust on the way, and who asks. */
export interface Access {
  readonly endpoint: URL
  /** In PEM; absent: whom the system trusts. */
  readonly trusted?: string
  readonly identity: (AccessKey & { readonly securityToken?: string }) | { readonly token: string }
}

/** What the command line says of it; secrets are no flags, for everybody on the machine reads those. */
export interface AccessFlags {
  readonly endpoint?: string
  readonly 'ca-file'?: string
  readonly credentials?: string
}

/** Of the variables that a server would otherwise call misspelt settings of its own. */
export const accessVariables = [
  'CHANCERY_ENDPOINT',
  'CHANCERY_CA_FILE',
  'CHANCERY_CREDENTIALS',
  'CHANCERY_ACCESS_KEY',
  'CHANCERY_SECRET_KEY',
  'CHANCERY_SECURITY_TOKEN',
  'CHANCERY_TOKEN',
] as const

type Variables = Readonly<Partial<Record<(typeof accessVariables)[number], string>>>

/** Flag, else variable, else what the file of credentials says. Throws `Misuse`. */
export async function readAccess(flags: AccessFlags, surroundings: Surroundings): Promise<Access> {
  const variables: Variables = Object.fromEntries(
    accessVariables.flatMap((name) => {
      const value = surroundings.environment[name]
      return value ? [[name, value]] : []
    }),
  )
  const given = identityOf(variables)
  const file = await readCredentials(flags.credentials ?? variables.CHANCERY_CREDENTIALS, surroundings)
  const endpoint = readEndpoint(flags.endpoint ?? variables.CHANCERY_ENDPOINT ?? file.endpoint)
  const caFile = flags['ca-file'] ?? variables.CHANCERY_CA_FILE ?? file.ca_file
  const identity = given ?? keyOf(file.access_key, file.secret_key)
  if (!identity) throw new Misuse(nobody)
  return { endpoint, identity, ...(caFile && { trusted: await surroundings.readText(caFile) }) }
}

const nobody =
  'who are you? set CHANCERY_ACCESS_KEY and CHANCERY_SECRET_KEY, or CHANCERY_TOKEN, or name a file with --credentials'

function identityOf(variables: Variables): Access['identity'] | undefined {
  const { CHANCERY_ACCESS_KEY: accessKey, CHANCERY_SECRET_KEY: secretKey, CHANCERY_TOKEN: token } = variables
  const { CHANCERY_SECURITY_TOKEN: securityToken } = variables
  const key = keyOf(accessKey, secretKey)
  if (token !== undefined) {
    if (accessKey === undefined && secretKey === undefined && securityToken === undefined) return { token }
    throw new Misuse('CHANCERY_TOKEN and an access key can not be set together')
  }
  if ((accessKey === undefined) !== (secretKey === undefined))
    throw new Misuse('CHANCERY_ACCESS_KEY and CHANCERY_SECRET_KEY must be set together')
  if (securityToken === undefined) return key
  if (key) return { ...key, securityToken }
  throw new Misuse('CHANCERY_SECURITY_TOKEN belongs to CHANCERY_ACCESS_KEY and CHANCERY_SECRET_KEY')
}

const keyOf = (accessKey: string | undefined, secretKey: string | undefined): AccessKey | undefined =>
  accessKey !== undefined && secretKey !== undefined ? { accessKey, secretKey } : undefined

function readEndpoint(text: string | undefined): URL {
  if (text === undefined)
    throw new Misuse('where is the server? set CHANCERY_ENDPOINT, or name a file with --credentials')
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url
  throw new Misuse(`${JSON.stringify(text)} is no endpoint: it must be like https://host:port`)
}

/** The part of the start-up contract's file that says who may ask, and where. */
interface CredentialsFile {
  readonly endpoint?: string
  readonly ca_file?: string | null
  readonly access_key?: string
  readonly secret_key?: string
}

/** A file that is named must be there; that of the first start is used where it is. */
async function readCredentials(
  path: string | undefined,
  { firstCredentialsFile, readText }: Surroundings,
): Promise<CredentialsFile> {
  const text =
    path === undefined ? await readText(firstCredentialsFile).catch(() => '{}') : await readText(path)
  const content = parseJson(text)
  if (typeof content === 'object' && content !== null) return content
  throw new Error(`${path ?? firstCredentialsFile} does not hold credentials in JSON`)
}
