import type { PublicAuthorityReader } from '../domain/ports/installation-store.ts'
import type { StoreBinding } from './session.ts'

/** Over all accounts on purpose: CA certificates are public. */
export class SqlPublicAuthorityReader implements PublicAuthorityReader {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async findCertificateDer(authorityId: string): Promise<Uint8Array | undefined> {
    const row = await this.#binding.db
      .selectFrom('authority')
      .select('certificate_der')
      .where('id', '=', authorityId)
      .executeTakeFirst()
    return row?.certificate_der ?? undefined
  }

  async findOwner(authorityId: string): Promise<string | undefined> {
    const row = await this.#binding.db
      .selectFrom('authority')
      .select('account_id')
      .where('id', '=', authorityId)
      .executeTakeFirst()
    return row?.account_id
  }

  async isAuthority(subjectNameDer: Uint8Array, subjectKeyIdentifier: Uint8Array): Promise<boolean> {
    const row = await this.#binding.db
      .selectFrom('authority')
      .select('id')
      .where('subject_key_identifier', '=', subjectKeyIdentifier)
      .where('subject_name_der', '=', subjectNameDer)
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  }

  async findListOwner(bucket: string, name: string): Promise<string | undefined> {
    const row = await this.#binding.db
      .selectFrom('revocation_list_location')
      .select('account_id')
      .where('bucket', '=', bucket)
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.account_id
  }
}
