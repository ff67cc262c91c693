import type { DerWriter } from '../der-writer.ts'
import { extensionTypes } from '../object-identifiers.ts'
import { writeUri } from './alternative-names.ts'
import { writeExtension } from './extension.ts'

/** Where the revocation list is: a point for each URL, each with all reasons (RFC 5280 §4.2.1.13). */
export function writeDistributionPoints(writer: DerWriter, urls: readonly string[]): void {
  if (urls.length > 0) writeExtension(writer, extensionTypes.distributionPoints, false, writeValue, urls)
}

function writeValue(writer: DerWriter, urls: readonly string[]): void {
  writer.sequence((points) => {
    for (const url of urls) points.sequence(writePoint, url)
  })
}

/** DistributionPointName is a CHOICE, so its tag is explicit; `fullName [0]` is GeneralNames by another tag. */
function writePoint(writer: DerWriter, url: string): void {
  writer.explicit(0, (point) => point.explicit(0, writeUri, url))
}
