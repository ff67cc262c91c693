import { X509Certificate } from 'node:crypto'
import { dottedOf, type Element, elementsIn, only } from './der.ts'

/** A certificate as its octets say it. */
export interface Inspected {
  readonly x509: X509Certificate
  readonly der: Buffer
  readonly serialNumber: string
  readonly signatureAlgorithm: string
  readonly issuer: Buffer
  readonly subject: Buffer
  /** Types and texts of the subject's attributes, in their order. */
  readonly attributes: readonly (readonly [type: string, text: string])[]
  readonly validityTags: readonly number[]
  readonly publicKey: Buffer
  readonly extensions: ReadonlyMap<string, { readonly isCritical: boolean; readonly value: Buffer }>
}

export const oids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  distributionPoints: '2.5.29.31',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInformation: '1.3.6.1.5.5.7.1.1',
} as const

export function inspect(pem: string): Inspected {
  const x509 = new X509Certificate(pem)
  const der = Buffer.from(x509.raw)
  const [tbs, algorithm] = elementsIn(only(der).content)
  const [, serial, , issuer, validity, subject, publicKey, ...rest] = elementsIn(need(tbs).content)
  return {
    x509,
    der,
    serialNumber: BigInt(`0x${need(serial).content.toString('hex')}`).toString(),
    signatureAlgorithm: dottedOf(need(elementsIn(need(algorithm).content)[0]).content),
    issuer: need(issuer).whole,
    subject: need(subject).whole,
    attributes: attributesOf(need(subject)),
    validityTags: elementsIn(need(validity).content).map(({ tag }) => tag),
    publicKey: need(publicKey).whole,
    extensions: extensionsOf(rest.find(({ tag }) => tag === 0xa3)),
  }
}

function need<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the certificate lacks a part')
  return value
}

const shortNames: Record<string, string> = {
  '2.5.4.6': 'C',
  '2.5.4.8': 'ST',
  '2.5.4.7': 'L',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.3': 'CN',
}

function attributesOf(name: Element): [string, string][] {
  return elementsIn(name.content).flatMap((set) =>
    elementsIn(set.content).map((attribute): [string, string] => {
      const [type, text] = elementsIn(attribute.content)
      const dotted = dottedOf(need(type).content)
      return [shortNames[dotted] ?? dotted, need(text).content.toString('utf8')]
    }),
  )
}

function extensionsOf(block: Element | undefined): Inspected['extensions'] {
  const extensions = new Map<string, { isCritical: boolean; value: Buffer }>()
  if (!block) return extensions
  for (const { content } of elementsIn(only(block.content).content)) {
    const parts = elementsIn(content)
    const dotted = dottedOf(need(parts[0]).content)
    if (extensions.has(dotted)) throw new Error(`extension ${dotted} stands twice`)
    extensions.set(dotted, {
      isCritical: parts[1]?.tag === 1 && parts[1].content[0] === 0xff,
      value: need(parts.at(-1)).content,
    })
  }
  return extensions
}

const usageBits = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
]

/** Key usages in the order of their bits; null where the extension is absent. */
export function keyUsagesOf({ extensions }: Inspected): string[] | null {
  const extension = extensions.get(oids.keyUsage)
  if (!extension) return null
  const [, ...octets] = only(extension.value).content
  return usageBits.filter((_, bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
}

/** Purposes in dotted form; null where the extension is absent. */
export function purposesOf({ extensions }: Inspected): string[] | null {
  const extension = extensions.get(oids.extendedKeyUsage)
  return extension ? elementsIn(only(extension.value).content).map(({ content }) => dottedOf(content)) : null
}

/** `DNS:x`, `IP:<hex octets>`, `EMAIL:x`, `URI:x` in their order; null where the extension is absent. */
export function alternativeNamesOf({ extensions }: Inspected): string[] | null {
  const extension = extensions.get(oids.alternativeNames)
  if (!extension) return null
  const kinds: Record<number, string> = { 129: 'EMAIL', 130: 'DNS', 134: 'URI', 135: 'IP' }
  return elementsIn(only(extension.value).content).map(
    ({ tag, content }) =>
      `${kinds[tag] ?? tag}:${tag === 135 ? content.toString('hex') : content.toString('latin1')}`,
  )
}

/** Null: the extension is absent; `pathLength` null: no constraint. */
export function basicConstraintsOf({ extensions }: Inspected) {
  const extension = extensions.get(oids.basicConstraints)
  if (!extension) return null
  const parts = elementsIn(only(extension.value).content)
  const length = parts.find(({ tag }) => tag === 2)
  return {
    isCritical: extension.isCritical,
    isAuthority: parts.some(({ tag, content }) => tag === 1 && content[0] === 0xff),
    pathLength: length ? (length.content[0] ?? null) : null,
  }
}
