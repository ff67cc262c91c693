import * as contract from '../../contract/connections-v1/connections.ts'
import { ErrorBody } from '../../contract/operation.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { ownDialect } from '../wire/own-dialect.ts'
import { type Route, route } from '../wire/route.ts'
import type { Family } from '../wire/server-parts.ts'

/** What the installation is connected to. */
export const connectionsFamily = (operations: Operations): Family => ({
  name: 'Connections v1',
  ...ownDialect('CONNECTION', true),
  errorBody: ErrorBody,
  routes: connectionRoutes(operations),
})

const connectionRoutes = (operations: Operations): Route[] => [
  route(contract.listConnections, operations.listConnections, {
    command: () => ({}),
    present: (connections) => ({
      connections: connections.map(({ id, kind, type, name, facts, trouble }) => ({
        id,
        kind,
        type,
        name,
        facts: facts.map((fact) => ({ ...fact })),
        trouble,
      })),
    }),
  }),
  route(contract.tryConnection, operations.tryConnection, {
    command: ({ params: { id }, body: { recipient } }) => ({
      id,
      ...(recipient !== undefined && { recipient }),
    }),
    present: ({ isFine, tookMs, steps }) => ({
      is_fine: isFine,
      took_ms: tookMs,
      steps: steps.map((step) => ({
        name: step.name,
        is_fine: step.isFine,
        finding: step.finding,
        advice: step.advice,
      })),
    }),
  }),
]
