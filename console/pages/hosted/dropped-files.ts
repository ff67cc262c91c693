import { encodePem } from '../../../src/x509/pem.ts'
import { findPem } from '../../../src/x509/pem-search.ts'
import { readOne } from '../../pki/read-certificate.ts'

/** What files hold that were dropped: certificates in their order, a key, and what is to be told. */
export interface FoundInFiles {
  readonly certificate?: string
  readonly privateKey?: string
  /** From the first certificate's common name, where it makes one. */
  readonly name?: string
  /** Key stores, which the server opens. */
  readonly stores: readonly File[]
  readonly unreadable: readonly string[]
}

const mostOctets = 1_048_576

/** PEM of any kind, certificates in DER, and key stores. Nothing is sent anywhere yet. */
export async function readFiles(files: readonly File[]): Promise<FoundInFiles> {
  const certificates: string[] = []
  const keys: string[] = []
  const stores: File[] = []
  const unreadable: string[] = []
  for (const file of files) {
    if (isKeyStore(file)) stores.push(file)
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
  }
}

const isKeyStore = ({ name, size }: File) => /\.(pfx|p12|jks|keystore)$/i.test(name) && size <= mostOctets

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

/** Of a certificate's common name, where it makes one. */
export function nameOf(pem: string | undefined): string | undefined {
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
