import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { CertificateStatus } from '../../domain/model/private-certificate.ts'
import { fold } from '../fold.ts'
import { containsPart } from '../name-condition.ts'
import { isInProjects } from '../project-condition.ts'
import type { Schema } from '../schema.ts'
import type { StoreBinding } from '../session.ts'
import { certificateHasStatus, certificateIsSought } from '../status-condition.ts'

/** What a list shows. */
export interface Wanted {
  /** Part of the common name, folded; never empty. */
  readonly part: string | undefined
  readonly status: CertificateStatus | undefined
  readonly now: number
  readonly issuer?: { readonly id: string; readonly name: string } | undefined
  readonly enterpriseProjectIds?: readonly string[] | undefined
}

type Condition = Expression<SqlBool>
type Rows = ExpressionBuilder<Schema, 'certificate'>

/** The account's certificates that are wanted, to be met on a walk along all of them. */
export const wantedOnTheWay = ({ db, accountId }: StoreBinding, wanted: Wanted) =>
  db
    .selectFrom('certificate')
    .where('account_id', '=', accountId)
    .where((eb) =>
      eb.and([
        ...named(eb, wanted),
        ...withStatus(eb, wanted),
        ...byIssuer(eb, wanted),
        ...inProjects(eb, wanted),
      ]),
    )

/** The same, to be looked up by their status in its index. */
export const wantedByStatus = ({ db, accountId }: StoreBinding, wanted: Wanted) =>
  db
    .selectFrom('certificate')
    .where('account_id', '=', accountId)
    .where((eb) => eb.and([...named(eb, wanted), ...soughtByStatus(eb, wanted)]))

/** The same, to be looked up by a condition of the index of names; no engine must think of the account's instead. */
export const wantedAmong = ({ db, accountId }: StoreBinding, wanted: Wanted, isCandidate: Condition) =>
  db
    .selectFrom('certificate')
    .where((eb) => sql<SqlBool>`${eb.ref('account_id')} || '' = ${accountId}`)
    .where((eb) => eb.and([isCandidate, ...named(eb, wanted), ...withStatus(eb, wanted)]))

const named = (eb: Rows, { part }: Wanted): Condition[] =>
  part === undefined ? [] : [containsPart(eb.ref('common_name_folded'), part)]

const inProjects = (eb: Rows, { enterpriseProjectIds: ids }: Wanted): Condition[] =>
  ids === undefined ? [] : [isInProjects(eb.ref('enterprise_project_id'), ids)]

/** The name narrows the index that is sorted by it; CAs may share one. */
const byIssuer = (eb: Rows, { issuer }: Wanted): Condition[] =>
  issuer === undefined
    ? []
    : [eb('issuer_name_folded', '=', fold(issuer.name)), eb('issuer_id', '=', issuer.id)]

const withStatus = (eb: Rows, { status, now }: Wanted): Condition[] =>
  status === undefined ? [] : [certificateHasStatus(status, now)(eb)]

const soughtByStatus = (eb: Rows, { status, now }: Wanted): Condition[] =>
  status === undefined ? [] : [certificateIsSought(status, now)(eb)]
