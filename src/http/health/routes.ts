import type { PlainRoute } from '../wire/server-parts.ts'

/** `GET /healthz`: 200 once requests can be served; `warnings` say what an operator should know. */
export const healthRoutes = (warnings: readonly string[]): PlainRoute[] => [
  {
    path: '/healthz',
    cacheControl: 'no-store',
    answer: async () => ({
      status: 200,
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify({ status: 'ok', warnings }),
    }),
  },
]
