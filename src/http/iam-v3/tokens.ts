import * as contract from '../../contract/iam-v3/tokens.ts'
import type { Static } from '../../contract/operation.ts'
import type { RequestOrigin } from '../../domain/model/caller.ts'
import { DomainError } from '../../domain/model/errors.ts'
import type { Token } from '../../domain/model/identity.ts'
import type { TemporaryKeyCommand } from '../../domain/operations/access-key/create-temporary-key.ts'
import type { CreatedToken, ScopeRequest } from '../../domain/operations/identity/create-token.ts'
import type { Proof, UserDesignation } from '../../domain/operations/identity/prove-user.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { Designation } from '../../domain/ports/directory-store.ts'
import { type OpenRoute, type Route, type RouteInput, route } from '../wire/route.ts'
import { timestamp } from './present.ts'

/** Tokens, as Keystone speaks of them. */
export function tokenRoutes(operations: Operations): (Route | OpenRoute)[] {
  return [
    {
      operation: contract.createToken,
      async answerOpen({ body, headers }, origin) {
        const { text, token } = await take(operations, origin, body as TokenBody, headers['x-auth-token'])
        return { body: presentToken(token), headers: { 'X-Subject-Token': text } }
      },
    },
    route(contract.createTemporaryKey, operations.createTemporaryKey, {
      command: ({ body }) => readTemporaryKey(body),
      present: ({ id, secretKey, securityToken, expiresAt }) => ({
        credential: {
          access: id,
          secret: secretKey,
          securitytoken: securityToken,
          expires_at: timestamp(expiresAt),
        },
      }),
    }),
    {
      operation: contract.showToken,
      async answer(input, { caller }) {
        const text = subjectToken(input)
        return {
          body: presentToken(await operations.showToken(caller, text)),
          headers: { 'X-Subject-Token': text },
        }
      },
    },
    {
      operation: contract.revokeToken,
      async answer(input, { caller }) {
        await operations.revokeToken(caller, subjectToken(input))
        return {}
      },
    },
  ]
}

function subjectToken({ headers }: RouteInput): string {
  const text = headers['x-subject-token']
  if (typeof text === 'string' && text !== '') return text
  throw new DomainError('parameter-invalid', { parameter: 'X-Subject-Token', reason: 'is required' })
}

type TokenBody = Static<typeof contract.TokenBody>

/** The first method that is known says what is proven; an agency is assumed by who shows a token of its own. */
async function take(
  operations: Operations,
  origin: RequestOrigin,
  { auth: { identity, scope } }: TokenBody,
  callerToken: string | readonly string[] | undefined,
): Promise<CreatedToken> {
  const scopeRequest = readScope(scope)
  const scoped = scopeRequest && { scope: scopeRequest }
  if (!identity.methods.includes('assume_role')) {
    return await operations.createToken(origin, { proof: readProof(identity), ...scoped })
  }
  const agency = readAgency(identity.assume_role, 'auth.identity.assume_role')
  const text = typeof callerToken === 'string' ? callerToken : ''
  const caller = await operations.authenticateToken(origin, text)
  return await operations.assumeDelegation(caller, { ...agency, ...scoped })
}

type Identity = TokenBody['auth']['identity']

function readProof({ methods, password, token, hw_ak_sk: key }: Identity): Proof {
  if (methods.includes('password')) {
    const { user } = given(password, 'auth.identity.password')
    return { method: 'password', user: readUser(user), password: user.password }
  }
  if (methods.includes('token')) return { method: 'token', text: given(token, 'auth.identity.token').id }
  if (methods.includes('hw_ak_sk')) {
    const { access, secret } = given(key, 'auth.identity.hw_ak_sk')
    return { method: 'hw_ak_sk', accessKeyId: access.key, secretKey: secret.key }
  }
  throw invalid('auth.identity.methods', 'must hold password, token, hw_ak_sk or assume_role')
}

function given<Value>(value: Value | undefined, parameter: string): Value {
  if (value === undefined) throw invalid(parameter, 'is required')
  return value
}

const shortestSeconds = 900

function readTemporaryKey({
  auth: { identity },
}: Static<typeof contract.TemporaryKeyBody>): TemporaryKeyCommand {
  const { methods, token, assume_role: agency, policy } = identity
  const narrowed = policy && { policy }
  if (methods.includes('assume_role')) {
    const seconds = agency?.duration_seconds ?? shortestSeconds
    const assumed = readAgency(agency, 'auth.identity.assume_role')
    return { identity: { kind: 'agency', ...assumed }, seconds, ...narrowed }
  }
  if (!methods.includes('token')) throw invalid('auth.identity.methods', 'must hold token or assume_role')
  const own = { kind: 'own' as const, ...(token?.id !== undefined && { tokenText: token.id }) }
  return { identity: own, seconds: token?.duration_seconds ?? shortestSeconds, ...narrowed }
}

function readAgency(agency: Identity['assume_role'], parameter: string) {
  const { agency_name: agencyName, domain_id: id, domain_name: name } = given(agency, parameter)
  return { agencyName, account: readDesignation({ id, name }, `${parameter}.domain`) }
}

type PasswordUser = NonNullable<Identity['password']>['user']

function readUser({ id, name, domain }: PasswordUser): UserDesignation {
  if (id !== undefined) return { id }
  if (name === undefined) throw invalid('auth.identity.password.user', 'needs an id or a name')
  return { name, account: readDesignation(domain, 'auth.identity.password.user.domain') }
}

export function readScope(scope: TokenBody['auth']['scope']): ScopeRequest | undefined {
  if (scope?.project) {
    const { domain, ...project } = scope.project
    return {
      kind: 'project',
      project: readDesignation(project, 'auth.scope.project'),
      ...(domain && { account: readDesignation(domain, 'auth.scope.project.domain') }),
    }
  }
  return scope?.domain && { kind: 'account', account: readDesignation(scope.domain, 'auth.scope.domain') }
}

function readDesignation(
  given: { readonly id?: string | undefined; readonly name?: string | undefined } | undefined,
  parameter: string,
): Designation {
  if (given?.id !== undefined) return { id: given.id }
  if (given?.name !== undefined) return { name: given.name }
  throw invalid(parameter, 'needs an id or a name')
}

/** With the account's project, or the account alone where the token was taken for all of it. */
export function presentToken({ user, account, project, issuedAt, expiresAt, methods }: Token) {
  const domain = { id: account.id, name: account.name }
  return {
    token: {
      expires_at: timestamp(expiresAt),
      issued_at: timestamp(issuedAt),
      methods: [...methods],
      user: { id: user.id, name: user.name, password_expires_at: '', domain },
      ...(project ? { project: { id: project.id, name: project.name, domain } } : { domain }),
      roles: user.isAdministrator ? [{ id: '0', name: 'te_admin' }] : [],
      catalog: [],
    },
  }
}

const invalid = (parameter: string, reason: string) =>
  new DomainError('parameter-invalid', { parameter, reason })
