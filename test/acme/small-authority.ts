import 'reflect-metadata'
import { X509Certificate } from 'node:crypto'
import { KeyUsageFlags, Pkcs10CertificateRequest, SubjectAlternativeNameExtension } from '@peculiar/x509'
import { certify, type OutsideAuthority, outsideBelow, outsideRoot } from '../api/pca-v1/outside.ts'
import { pem } from '../api/pca-v1/requests.ts'

export interface OrderedName {
  readonly type: 'dns' | 'ip'
  readonly value: string
}

/** What a directory certifies with: a root and an issuer below it. */
export class SmallAuthority {
  readonly root: OutsideAuthority
  readonly #issuer: OutsideAuthority

  constructor(root: OutsideAuthority, issuer: OutsideAuthority) {
    this.root = root
    this.#issuer = issuer
  }

  static async create(): Promise<SmallAuthority> {
    const root = await outsideRoot({ subject: 'CN=Small Root' })
    return new SmallAuthority(root, await outsideBelow(root, { subject: 'CN=Small Issuer' }))
  }

  /** The certificate and its issuer, PEM. Throws where the request is for other names. */
  async certify(
    requestDer: Buffer,
    names: readonly OrderedName[],
    notBefore: number,
    notAfter: number,
  ): Promise<string> {
    const request = pem('CERTIFICATE REQUEST', requestDer)
    assertNames(new Pkcs10CertificateRequest(request), names)
    const certificate = await certify(this.#issuer, request, {
      isAuthority: false,
      usages: KeyUsageFlags.digitalSignature,
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
      extensions: [new SubjectAlternativeNameExtension([...names])],
    })
    return certificate + this.#issuer.pem
  }
}

const alternativeNames = '2.5.29.17'

function assertNames(request: Pkcs10CertificateRequest, names: readonly OrderedName[]): void {
  const extension = request.getExtension(alternativeNames)
  const asked = extension ? new SubjectAlternativeNameExtension(extension.rawData).names.items : []
  const sorted = (values: readonly string[]) => values.toSorted().join(' ')
  if (sorted(asked.map(({ value }) => value)) !== sorted(names.map(({ value }) => value))) {
    throw new Error('the request is for other names')
  }
}

export const serialNumberOf = (chain: string): string => new X509Certificate(chain).serialNumber
