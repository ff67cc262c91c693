import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { AuthorityStatus } from '../domain/model/authority.ts'
import type { CertificateStatus } from '../domain/model/private-certificate.ts'
import type { Schema } from './schema.ts'

/** `authorityStatus` of the domain as a condition on rows, one status at a time (api-answers A3). */
export function authorityHasStatus(status: AuthorityStatus, now: number) {
  return (eb: ExpressionBuilder<Schema, 'authority'>): Expression<SqlBool> => {
    if (status === 'DELETED') return eb('state', '=', 'DELETED')
    if (status === 'REVOKED') return eb.and([eb('state', '!=', 'DELETED'), eb('revoked_at', 'is not', null)])
    const stored = status === 'EXPIRED' ? 'ACTIVED' : status
    const isStored = eb.and([eb('state', '=', stored), eb('revoked_at', 'is', null)])
    if (status === 'EXPIRED') return eb.and([isStored, eb('not_after', '<=', now)])
    if (status !== 'ACTIVED') return isStored
    return eb.and([isStored, eb.or([eb('not_after', 'is', null), eb('not_after', '>', now)])])
  }
}

/**
 * `certificateStatus` of the domain as a condition on rows, one status at a time (api-answers A3).
 *
 * The plus keeps engines from looking up the end in its index and then sorting the hundreds of thousands that they
 * found there: the index of the list's order holds the end too, and is walked only as far as the page reaches.
 */
export function certificateHasStatus(status: CertificateStatus, now: number) {
  return (eb: ExpressionBuilder<Schema, 'certificate'>): Expression<SqlBool> => {
    if (status === 'REVOKED') return eb('revoked_at', 'is not', null)
    const lies = status === 'EXPIRED' ? '<=' : '>'
    return eb.and([eb('revoked_at', 'is', null), eb(sql<number>`+${eb.ref('not_after')}`, lies, now)])
  }
}

/** The same, in the words that an index of what is revoked, or of ends, is looked up by. */
export function certificateIsSought(status: CertificateStatus, now: number) {
  return (eb: ExpressionBuilder<Schema, 'certificate'>): Expression<SqlBool> => {
    if (status === 'REVOKED') return eb('revoked_at', '>', 0)
    return eb.and([eb('revoked_at', 'is', null), eb('not_after', status === 'EXPIRED' ? '<=' : '>', now)])
  }
}
