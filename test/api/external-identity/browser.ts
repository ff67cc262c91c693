import type { RunningServer } from '../running-server.ts'

/** As much of a browser as signs in: it keeps cookies by their paths, and follows nothing by itself. */
export interface Browser {
  get(url: string): Promise<Response>
  post(url: string): Promise<Response>
  readonly cookies: Map<string, { readonly value: string; readonly path: string; readonly text: string }>
}

export function openBrowser(): Browser {
  const cookies: Browser['cookies'] = new Map()
  async function ask(method: string, url: string): Promise<Response> {
    const { pathname } = new URL(url)
    const sent = [...cookies].filter(([, { path }]) => pathname.startsWith(path))
    const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { method, redirect: 'manual', headers: cookie ? { cookie } : {} })
    for (const text of response.headers.getSetCookie()) keep(text)
    return response
  }
  function keep(text: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? []
    const path = /; Path=([^;]*)/.exec(text)?.[1] ?? '/'
    if (/; Max-Age=0(;|$)/.test(text)) cookies.delete(name)
    else cookies.set(name, { value, path, text })
  }
  return { get: (url) => ask('GET', url), post: (url) => ask('POST', url), cookies }
}

export const signInPath = ({ base }: RunningServer, step: string, provider = 'corp') =>
  `${base}/v3/auth/oidc/${provider}/${step}`

/** Up to the provider, which agrees: where it sends the browser back to. */
export async function signInThere(server: RunningServer, browser: Browser, provider = 'corp') {
  const begun = await browser.get(signInPath(server, 'login', provider))
  const asked = begun.headers.get('location') ?? ''
  const agreed = await browser.get(asked)
  return { begun, asked: new URL(asked), back: new URL(agreed.headers.get('location') ?? '') }
}
