import {
  type ApplicationDocument,
  type DocumentKind,
  mediaTypeOf,
  mostDocumentOctets,
  mostDocuments,
} from '../../model/application-document.ts'
import { DomainError } from '../../model/errors.ts'
import type { HostedState } from '../../model/hosted-certificate.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { Call } from '../world.ts'
import { presentOrdered } from './ordered-certificate.ts'

export interface AddDocumentCommand {
  readonly id: string
  readonly kind: DocumentKind
  readonly content: Uint8Array
  /** Whether it takes the place of those of its kind. */
  readonly replaces: boolean
}

/** While somebody may still look at it. */
const open: readonly HostedState[] = ['PAID', 'UNPASSED', 'CHECKING', 'CHECKING_DOMAIN', 'CHECKING_ORG']

/**
 * Keeps what an applicant shows to the reviewer, sealed. Throws `certificate-not-found`, `state-forbids`,
 * `parameter-invalid` for what is neither PNG, JPEG nor PDF, or too long.
 */
export async function addDocument(call: Call, command: AddDocumentCommand): Promise<ApplicationDocument> {
  const { id: certificateId, kind, content, replaces } = command
  const mediaType = mediaTypeOf(content)
  if (mediaType === undefined) throw invalid('must be a PNG, JPEG or PDF file')
  if (content.length > mostDocumentOctets) throw invalid('must have at most 2 MiB')
  const document: ApplicationDocument = {
    id: call.random.identifier(),
    certificateId,
    kind,
    mediaType,
    sizeOctets: content.length,
    addedAt: call.clock.now(),
  }
  const record = sealedRecords.applicationDocument(call.caller.account.id, certificateId, document.id)
  const { sealed } = call.vault.seal(record, content)
  await call.write(async (stores, tell) => {
    const { state } = await presentOrdered(stores, certificateId)
    if (!open.includes(state))
      throw new DomainError('state-forbids', { reason: `nobody reviews it: it is ${state}` })
    if (replaces) await stores.applications.removeDocuments(certificateId, kind)
    const present = await stores.applications.listDocuments(certificateId)
    if (present.length >= mostDocuments) {
      throw new DomainError('parameter-invalid', {
        parameter: 'content',
        reason: `is one more than ${mostDocuments}`,
      })
    }
    await stores.applications.addDocument(document, sealed)
    tell({ kind: 'hosted_certificate', id: certificateId, after: document })
  })
  return document
}

const invalid = (reason: string) => new DomainError('parameter-invalid', { parameter: 'content', reason })
