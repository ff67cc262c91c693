import * as contract from '../../contract/iam-v3/operations.ts'
import type { Static } from '../../contract/operation.ts'
import { DomainError } from '../../domain/model/errors.ts'
import type { Token } from '../../domain/model/identity.ts'
import type {
  ScopeRequest,
  TokenRequest,
  UserDesignation,
} from '../../domain/operations/identity/create-token.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { Designation } from '../../domain/ports/directory-store.ts'
import type { OpenRoute, Route, RouteInput } from '../wire/route.ts'

/** Tokens, as Keystone speaks of them. */
export function tokenRoutes(operations: Operations): (Route | OpenRoute)[] {
  return [
    {
      operation: contract.createToken,
      async answerOpen({ body }, origin) {
        const { text, token } = await operations.createToken(origin, readRequest(body as TokenBody))
        return { body: presentToken(token), headers: { 'X-Subject-Token': text } }
      },
    },
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

function readRequest({ auth: { identity, scope } }: TokenBody): TokenRequest {
  if (!identity.methods.includes('password')) throw invalid('auth.identity.methods', 'must hold password')
  const { user } = identity.password
  const scopeRequest = readScope(scope)
  return {
    user: readUser(user),
    password: user.password,
    ...(scopeRequest && { scope: scopeRequest }),
  }
}

function readUser({ id, name, domain }: TokenBody['auth']['identity']['password']['user']): UserDesignation {
  if (id !== undefined) return { id }
  if (name === undefined) throw invalid('auth.identity.password.user', 'needs an id or a name')
  return { name, account: readDesignation(domain, 'auth.identity.password.user.domain') }
}

function readScope(scope: TokenBody['auth']['scope']): ScopeRequest | undefined {
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
function presentToken({ user, account, project, issuedAt, expiresAt, methods }: Token) {
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

/** Keystone's microseconds: `2026-11-20T10:00:00.000000Z`. */
const timestamp = (ms: number) => new Date(ms).toISOString().replace('Z', '000Z')

const invalid = (parameter: string, reason: string) =>
  new DomainError('parameter-invalid', { parameter, reason })
