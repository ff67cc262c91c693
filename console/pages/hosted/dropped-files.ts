import { encodePem } from '../../../src/x509/pem.ts'
import { findPem } from '../../../src/x509/pem-search.ts'
import { readOne } from '../../pki/read-certificate.ts'

/** What files hold that were dropped: certificates in their order, a key, and what is to be told. */
export interface FoundInFiles {
  readonly certificate?: string
  readonly privateKey?: string
  /** From the first certificate's common name, where it makes one. */
  readonly name?: string
  /** Names of key stores, which are opened elsewhere. */
  readonly stores: readonly string[]
  readonly unreadable: readonly string[]
  commandFor(name: string): string
}

const mostOctets = 1_048_576

/** PEM of any kind, and certificates in DER. Nothing is sent anywhere. */
export async function readFiles(files: readonly File[]): Promise<FoundInFiles> {
  const certificates: string[] = []
  const keys: string[] = []
  const stores: string[] = []
  const unreadable: string[] = []
  for (const file of files) {
    if (/\.(pfx|p12|jks)$/i.test(file.name)) stores.push(file.name)
    else if (!(await readFile(file, certificates, keys))) unreadable.push(file.name)
  }
  const [certificate, privateKey] = [certificates.join(''), keys[0]]
  const name = nameOf(certificates[0])
  return {
    ...(certificate && { certificate }),
    ...(privateKey !== undefined && { privateKey }),
    ...(name !== undefined && { name }),
    stores,
    unreadable,
    commandFor: (store) =>
      /\.jks$/i.test(store)
        ? `keytool -importkeystore -srckeystore ${quoted(store)} -destkeystore store.p12 -deststoretype PKCS12 && openssl pkcs12 -in store.p12 -nodes -out all.pem`
        : `openssl pkcs12 -in ${quoted(store)} -nodes -out all.pem`,
  }
}

/** Whether there was something in it. */
async function readFile(file: File, certificates: string[], keys: string[]): Promise<boolean> {
  if (file.size > mostOctets) return false
  const octets = new Uint8Array(await file.arrayBuffer())
  if (octets[0] === 0x30) return addDer(octets, certificates)
  try {
    const blocks = findPem(new TextDecoder().decode(octets), { maximumLength: mostOctets, maximumBlocks: 50 })
    for (const { label, der } of blocks) {
      if (label.endsWith('CERTIFICATE')) certificates.push(encodePem('CERTIFICATE', der))
      else if (label.endsWith('PRIVATE KEY')) keys.push(encodePem(label, der))
    }
    return blocks.length > 0
  } catch {
    return false
  }
}

function addDer(der: Uint8Array, certificates: string[]): boolean {
  try {
    readOne(der)
    certificates.push(encodePem('CERTIFICATE', der))
    return true
  } catch {
    return false
  }
}

function nameOf(pem: string | undefined): string | undefined {
  if (pem === undefined) return undefined
  const [block] = findPem(pem, { maximumLength: mostOctets, maximumBlocks: 1 })
  try {
    const commonName = block && readOne(block.der).subject.commonName
    const name = commonName
      ?.replace(/^\*\./, 'wildcard.')
      .replace(/[^A-Za-z0-9_.-]/g, '-')
      .slice(0, 63)
    return name && name.length >= 3 ? name : undefined
  } catch {
    return undefined
  }
}

const quoted = (name: string) => `'${name.replaceAll("'", "'\\''")}'`
