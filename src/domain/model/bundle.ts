import { DomainError } from './errors.ts'

/** Servers that the API makes bundles for (API reference 4.1.2.8, `type`). */
export const serverKinds = ['APACHE', 'NGINX', 'IIS', 'TOMCAT', 'OTHER'] as const
export type ServerKind = (typeof serverKinds)[number]

/** What a file of a bundle holds. */
export type BundleContent =
  | 'key'
  | 'certificate'
  | 'chain'
  | 'certificate and chain'
  | 'PKCS #12'
  | 'Java key store'
  | 'password'

export interface BundleFile {
  readonly name: string
  readonly content: BundleContent
}

const key: BundleFile = { name: 'server.key', content: 'key' }
const whole: BundleFile = { name: 'server.crt', content: 'certificate and chain' }
const password: BundleFile = { name: 'keystorePass.txt', content: 'password' }
const chain: BundleFile = { name: 'chain.crt', content: 'chain' }
const certificate: BundleFile = { name: 'server.crt', content: 'certificate' }
const chainPem: BundleFile = { name: 'chain.pem', content: 'chain' }

/** The reference's names, for a key that was made here (client contract 1.2.4). */
const withKey: Readonly<Record<ServerKind, readonly BundleFile[]>> = {
  APACHE: [key, chain, certificate],
  NGINX: [key, whole],
  IIS: [password, { name: 'server.pfx', content: 'PKCS #12' }],
  TOMCAT: [password, { name: 'server.jks', content: 'Java key store' }],
  OTHER: [key, chainPem, { name: 'server.pem', content: 'certificate' }],
}

/** The same for a key that stayed with the user. */
const withoutKey: Readonly<Record<ServerKind, readonly BundleFile[]>> = {
  APACHE: [chain, certificate],
  NGINX: [whole],
  IIS: [chain, certificate],
  TOMCAT: [chain, certificate],
  OTHER: [chainPem, { name: 'cert.pem', content: 'certificate' }],
}

/** The files of a bundle. A password that the user chose is not told again. */
export function bundleFiles(
  server: ServerKind,
  { hasKey, isPasswordChosen }: { readonly hasKey: boolean; readonly isPasswordChosen: boolean },
): readonly BundleFile[] {
  const files = (hasKey ? withKey : withoutKey)[server]
  return isPasswordChosen ? files.filter((file) => file !== password) : files
}

/** A key store is no text: without an archive there is none (the reference leaves it undefined). */
export function checkPlainForm(server: ServerKind, hasKey: boolean): void {
  if (!hasKey || (server !== 'IIS' && server !== 'TOMCAT')) return
  throw new DomainError('parameter-invalid', {
    parameter: 'type',
    reason: `${server} has a key store, which is a file: is_compressed must be true`,
  })
}

/** `keytool` opens no store with a shorter one. */
export const shortestStorePassword = 6

/** What the bundle is called: the common name with whatever a file name should not hold replaced (api-answers A43). */
export const bundleName = (commonName: string, server: ServerKind): string =>
  `${commonName.replace(/[^A-Za-z0-9._-]/gu, '_')}_${server.toLowerCase()}.zip`
