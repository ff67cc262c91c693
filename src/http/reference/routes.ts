import { hash } from 'node:crypto'
import type { Family, PlainAnswer, PlainRoute } from '../wire/server-parts.ts'
import type { About } from './document.ts'

/**
 * The API for readers: `GET /openapi.json` for programs, `GET /docs` for people. For anyone: they say nothing of what is
 * stored.
 */
export function referenceRoutes(families: readonly Family[], about: About): PlainRoute[] {
  const document = once(async () => (await import('./document.ts')).describeApi(families, about))
  const json = once(async () =>
    answer('application/json', JSON.stringify(await document()), "default-src 'none'"),
  )
  const page = once(async () => {
    const { renderPage, style } = await import('./page/page.ts')
    return answer('text/html', renderPage(await document()), pagePolicy(style))
  })
  return [
    { path: '/openapi.json', cacheControl: 'no-cache', answer: json },
    { path: '/docs', cacheControl: 'no-cache', answer: page },
  ]
}

const answer = (mediaType: string, body: string, policy: string): PlainAnswer => ({
  status: 200,
  contentType: `${mediaType}; charset=utf-8`,
  headers: {
    'content-security-policy': `${policy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  },
  body,
})

/** Nothing is loaded, and of styles only the page's own: should markup ever slip in, it can do nothing. */
const pagePolicy = (style: string) =>
  `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'`

/** Made, and its code loaded, when it is first asked for: no start waits for what few starts need. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}
