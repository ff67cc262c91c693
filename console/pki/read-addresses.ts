import type { DerReader } from '../../src/x509/der-reader.ts'
import { primitiveContext } from '../../src/x509/der-tags.ts'
import { accessMethods } from '../../src/x509/object-identifiers.ts'

const uri = primitiveContext(6)
const ascii = new TextDecoder('ascii')

/** URLs of distribution points (RFC 5280 §4.2.1.13). */
export function readPoints(reader: DerReader): string[] {
  const urls: string[] = []
  reader.sequence((points) => {
    while (!points.isAtEnd) points.sequence((point) => readPoint(point, urls))
  })
  return urls
}

function readPoint(point: DerReader, urls: string[]): void {
  while (!point.isAtEnd) {
    if (!point.nextIs(0xa0)) {
      point.any()
      continue
    }
    point.explicit(0, (name) => {
      if (name.nextIs(0xa0)) name.explicit(0, (names) => readUris(names, urls))
      else name.any()
    })
  }
}

function readUris(names: DerReader, urls: string[]): void {
  while (!names.isAtEnd) {
    const { tag, content } = names.any()
    if (tag === uri) urls.push(ascii.decode(content))
  }
}

/** Where to ask for a status, and where the issuer's certificate is (RFC 5280 §4.2.2.1). */
export function readAddresses(reader: DerReader): string[] {
  const lines: string[] = []
  reader.sequence((list) => {
    while (!list.isAtEnd) list.sequence((one) => lines.push(readAddress(one)))
  })
  return lines
}

function readAddress(reader: DerReader): string {
  const method = reader.objectIdentifier()
  const { tag, content } = reader.any()
  const name =
    method === accessMethods.ocsp.dotted ? 'OCSP' : method === accessMethods.issuers.dotted ? 'CA' : method
  return `${name}: ${tag === uri ? ascii.decode(content) : content.toHex()}`
}
