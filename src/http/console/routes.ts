import type { PlainAnswer, PlainRequest, PlainRoute } from '../wire/server-parts.ts'
import type { ConsoleFiles } from './files.ts'
import { guard, pagePolicy } from './policy.ts'

/**
 * The console: its page at `/` and below `/console`, where its addresses lie, and its files beside them. Nothing else is
 * answered with the page, so that an unknown path of the API stays unknown.
 */
export const consoleRoutes = (files: ConsoleFiles, makeNonce: () => string): PlainRoute[] => {
  const page = async (): Promise<PlainAnswer> => {
    const html = files.isBuilt ? await files.read('index.html') : undefined
    if (!html) return missing
    const nonce = makeNonce()
    const text = new TextDecoder().decode(html)
    return {
      status: 200,
      contentType: 'text/html; charset=utf-8',
      headers: { ...guard, 'content-security-policy': pagePolicy(nonce) },
      body: text.replaceAll(nonceMark, nonce),
    }
  }
  const asset = async ({ '*': path = '' }: Readonly<Record<string, string>>, { headers }: PlainRequest) => {
    const name = `assets/${path}`
    const type = typeOf(name)
    return type !== undefined && files.has(name) ? await assetAnswer(files, name, type, headers) : undefined
  }
  return [
    { path: '/', cacheControl: 'no-store', answer: page },
    { path: '/console', cacheControl: 'no-store', answer: page },
    { path: '/console/*', cacheControl: 'no-store', answer: page },
    // their names hold a digest of what they are
    { path: '/console/assets/*', cacheControl: 'public, max-age=31536000, immutable', answer: asset },
  ]
}

/** Stands in the built page where the nonce of its styles is to be. */
const nonceMark = '%CHANCERY_NONCE%'

async function assetAnswer(
  files: ConsoleFiles,
  name: string,
  contentType: string,
  headers: PlainRequest['headers'],
): Promise<PlainAnswer | undefined> {
  const isPacked = files.has(`${name}.gz`) && /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))
  const body = await files.read(isPacked ? `${name}.gz` : name)
  return (
    body && {
      status: 200,
      contentType,
      headers: { ...guard, vary: 'accept-encoding', ...(isPacked && { 'content-encoding': 'gzip' }) },
      body,
    }
  )
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}
const typeOf = (name: string): string | undefined => types[name.slice(name.lastIndexOf('.') + 1)]

const missing: PlainAnswer = {
  status: 404,
  contentType: 'text/plain; charset=utf-8',
  headers: guard,
  body: 'This installation has no console: it is built by "npm ci" with development dependencies. The API is at /docs.\n',
}
