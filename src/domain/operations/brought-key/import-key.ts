import { DomainError } from '../../model/errors.ts'
import type { ImportedKey, KeyImportOrder } from '../../ports/key-importer.ts'
import type { Call } from '../world.ts'

/** Where key and owner came from, for the refusal. */
export interface KeyParameters {
  readonly key: string
  readonly owner: string
}

/**
 * Seals a key that somebody brought; its octets are wiped, whatever comes of it. Throws `private-key-invalid`,
 * `public-key-mismatch` where it is that of no owner, and `imported-certificate-invalid`.
 */
export async function importKey(
  { keyImporter }: Call,
  order: KeyImportOrder,
  parameters: KeyParameters,
): Promise<ImportedKey> {
  const imported = await keyImporter.importKey(order).catch((error: unknown) => {
    throw named(error, parameters)
  })
  if (imported) return imported
  throw new DomainError('public-key-mismatch', {
    parameter: parameters.key,
    reason: `is not the key of ${parameters.owner}`,
  })
}

function named(error: unknown, parameters: KeyParameters): unknown {
  if (!(error instanceof DomainError)) return error
  const { code, facts } = error
  if (code === 'private-key-invalid') return new DomainError(code, { ...facts, parameter: parameters.key })
  if (code !== 'imported-certificate-invalid') return error
  return new DomainError(code, { ...facts, parameter: parameters.owner })
}
