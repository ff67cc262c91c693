import type { CredentialKeeper } from '../domain/operations/installation/found-account.ts'
import { removeFile, writeFileAtomically } from './files.ts'

/** The first credentials in a file that only its owner may read; the form is part of the start-up contract. */
export const credentialKeeper = (
  path: string,
  endpoint: string,
  caFile: string | null,
): CredentialKeeper => ({
  keep({ account, user, project, accessKey }) {
    const content = {
      endpoint,
      ca_file: caFile,
      domain: account,
      user,
      access_key: accessKey.id,
      secret_key: accessKey.secretKey,
      project: { id: project.id, name: project.name },
    }
    return writeFileAtomically(path, `${JSON.stringify(content, null, 2)}\n`, 0o600)
  },
  discard: () => removeFile(path),
})
