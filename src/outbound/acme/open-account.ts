import type { AcmeAccount } from '../../domain/ports/acme-directory.ts'
import { loadAcmeClient, withClient } from './acme-client.ts'
import { refused } from './acme-problem.ts'
import type { Conversation } from './conversation.ts'
import { fieldsOf } from './fields.ts'

/** What an account is opened with (RFC 8555 §7.3). */
export interface AccountTerms {
  /** `mailto:` URLs. */
  readonly contact: readonly string[]
  /** §7.3.4; the key in base64url. */
  readonly externalAccount: { readonly keyId: string; readonly hmacKey: string } | null
}

/** The administrator who names a directory in the settings agrees to its terms. */
export async function openAccount(
  conversation: Conversation,
  { contact, externalAccount }: AccountTerms,
): Promise<AcmeAccount> {
  const { crypto } = await loadAcmeClient()
  const accountKey = await crypto.createPrivateEcdsaKey('P-256')
  const externalAccountBinding = externalAccount && {
    kid: externalAccount.keyId,
    hmacKey: externalAccount.hmacKey,
  }
  const options = { accountKey, ...(externalAccountBinding && { externalAccountBinding }) }
  return await withClient(conversation, options, async (client) => {
    const wanted = { termsOfServiceAgreed: true, ...(contact.length > 0 && { contact: [...contact] }) }
    const { status } = fieldsOf(await client.createAccount(wanted))
    if (status !== 'valid') throw refused(`the account is ${String(status)}`)
    return { url: conversation.server.readUrl(client.getAccountUrl()), privateKey: accountKey }
  })
}
