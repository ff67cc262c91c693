import type { ApiAnswer, RunningServer } from '../running-server.ts'

export interface SignIn {
  readonly user?: object
  readonly scope?: object
  readonly headers?: Readonly<Record<string, string>>
}

export const tokenBody = (user: object, scope?: object) => ({
  auth: { identity: { methods: ['password'], password: { user } }, ...(scope && { scope }) },
})

export const administrator = ({ credentials: { user } }: RunningServer) => ({
  id: user.id,
  password: user.password,
})

/** POST /v3/auth/tokens, as the administrator unless told otherwise. */
export const signIn = (server: RunningServer, { user, scope, headers }: SignIn = {}): Promise<ApiAnswer> =>
  server.as('nobody')('POST', '/v3/auth/tokens', tokenBody(user ?? administrator(server), scope), headers)

export async function takeToken(server: RunningServer, options: SignIn = {}): Promise<string> {
  const answer = await signIn(server, options)
  const token = answer.headers.get('x-subject-token')
  if (answer.status !== 201 || token === null) throw new Error(`no token: ${answer.bytes.toString()}`)
  return token
}

/** A user with a password, of an account that exists, added past the API. */
export async function addUser(
  { world }: RunningServer,
  accountId: string,
  name: string,
  changes: { readonly isEnabled?: boolean; readonly isAdministrator?: boolean } = {},
): Promise<{ id: string; name: string; password: string }> {
  const id = world.random.identifier()
  const password = `password of ${name}`
  const passwordHash = await world.credentials.hashPassword(password)
  const user = { id, accountId, name, isEnabled: true, isAdministrator: false, epoch: 0, ...changes }
  await world.database.write(accountId, ({ directory }) =>
    directory.addUser(user, passwordHash, world.clock.now()),
  )
  return { id, name, password }
}

export async function addAccount({ world }: RunningServer, name: string, isEnabled = true): Promise<string> {
  const id = world.random.identifier()
  const account = { id, name, isEnabled, authorityQuota: null, certificateQuota: null }
  await world.database.write(id, ({ directory }) => directory.addAccount(account, world.clock.now()))
  return id
}
