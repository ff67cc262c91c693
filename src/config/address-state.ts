import { type Config, isLoopback, isWildcard } from './config.ts'

/** What stands in certificates and how the API is served, as health judges it. */
export function addressState({ publicUrl, listen }: Pick<Config, 'publicUrl' | 'listen'>) {
  const { hostname, protocol } = new URL(publicUrl)
  return {
    publicUrl,
    isPublicUrlLocal: isLoopback(hostname) || isWildcard(hostname),
    isPublicUrlHttps: protocol === 'https:',
    isPlainHttpExposed: listen.protocol === 'http:' && !isLoopback(listen.hostname),
  }
}
