import type { Family, PlainAnswer, PlainRoute } from '../wire/server-parts.ts'
import { type About, describeApi } from './document.ts'

/** `GET /openapi.json`: the API as OpenAPI describes it. For anyone: it says nothing of what is stored. */
export function referenceRoutes(families: readonly Family[], about: About): PlainRoute[] {
  const document = once(() => JSON.stringify(describeApi(families, about)))
  return [
    {
      path: '/openapi.json',
      cacheControl: 'no-cache',
      answer: async (): Promise<PlainAnswer> => ({
        status: 200,
        contentType: 'application/json; charset=utf-8',
        headers: { 'x-content-type-options': 'nosniff' },
        body: document(),
      }),
    },
  ]
}

/** Made when it is first asked for, so that no start waits for it. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => {
    made ??= make()
    return made
  }
}
