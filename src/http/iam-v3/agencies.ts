import * as contract from '../../contract/iam-v3/agencies.ts'
import { DomainError } from '../../domain/model/errors.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { Designation } from '../../domain/ports/directory-store.ts'
import { type Route, route } from '../wire/route.ts'
import { presentAgency } from './present.ts'
import { checkOwnAccount } from './read-scope.ts'

/** Agencies: what other accounts may do in this one's name. */
export const agencyRoutes = (operations: Operations): Route[] => [
  route(contract.createAgency, operations.createDelegation, {
    command({ body: { agency } }, scene) {
      checkOwnAccount(agency.domain_id, scene)
      const trusted = readTrusted(agency)
      if (!trusted) {
        throw new DomainError('parameter-invalid', {
          parameter: 'agency.trust_domain_name',
          reason: 'is required, or trust_domain_id',
        })
      }
      const { name, description = '', duration } = agency
      return { name, description, trusted, days: readDays(duration) ?? null }
    },
    present: (agency, scene) => ({ agency: presentAgency(agency, scene) }),
  }),
  route(contract.listAgencies, operations.listDelegations, {
    command({ query: { domain_id, trust_domain_id, name } }, scene) {
      checkOwnAccount(domain_id, scene)
      return {
        ...(name !== undefined && { name }),
        ...(trust_domain_id !== undefined && { trustedAccountId: trust_domain_id }),
      }
    },
    present: (agencies, scene) => ({ agencies: agencies.map((agency) => presentAgency(agency, scene)) }),
  }),
  route(contract.showAgency, operations.showDelegation, {
    command: ({ params }) => ({ id: params.agency_id }),
    present: (agency, scene) => ({ agency: presentAgency(agency, scene) }),
  }),
  route(contract.updateAgency, operations.updateDelegation, {
    command({ params, body: { agency } }) {
      const trusted = readTrusted(agency)
      const days = readDays(agency.duration)
      return {
        id: params.agency_id,
        ...(trusted && { trusted }),
        ...(days !== undefined && { days }),
        ...(agency.description !== undefined && { description: agency.description }),
      }
    },
    present: (agency, scene) => ({ agency: presentAgency(agency, scene) }),
  }),
  route(contract.deleteAgency, operations.deleteDelegation, {
    command: ({ params }) => ({ id: params.agency_id }),
  }),
]

interface Trusted {
  readonly trust_domain_id?: string
  readonly trust_domain_name?: string
}

function readTrusted({ trust_domain_id: id, trust_domain_name: name }: Trusted): Designation | undefined {
  if (id !== undefined) return { id }
  return name === undefined ? undefined : { name }
}

/** Null for ever; undefined where nothing is said. */
function readDays(duration: string | number | undefined): number | null | undefined {
  if (duration === undefined) return undefined
  if (duration === 'FOREVER') return null
  return duration === 'ONEDAY' ? 1 : Number(duration)
}
