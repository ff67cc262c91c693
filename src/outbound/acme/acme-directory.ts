import type { AcmeAccount, AcmeDirectory } from '../../domain/ports/acme-directory.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import { AccountSession } from './account-session.ts'
import { withClient } from './acme-client.ts'
import { type AcmeAddress, AcmeServer } from './conversation.ts'
import { type AccountTerms, openAccount } from './open-account.ts'
import { askRenewalWindow } from './renewal-information.ts'
import { factsOf, tryDirectory } from './try-directory.ts'

export interface AcmeSettings extends AcmeAddress, AccountTerms {
  /** Common name of the root that the chain should lead to, where the authority offers several. */
  readonly preferredChain: string | null
}

/** An authority by its directory. Nothing is asked before something is wanted of it. */
export function createAcmeDirectory(settings: AcmeSettings, clock: Clock): AcmeDirectory {
  const server = new AcmeServer(settings, clock)
  const signedBy = <Result>(
    { url, privateKey }: AcmeAccount,
    work: (session: AccountSession) => Promise<Result>,
  ) =>
    server.converse((conversation) => {
      const options = { accountUrl: url, accountKey: Buffer.from(privateKey) }
      return withClient(conversation, options, (client) => work(new AccountSession(conversation, client)))
    })

  return {
    url: settings.directoryUrl,
    type: 'acme',
    facts: factsOf(settings),
    // nothing that was kept from before
    try: (trial) => tryDirectory(trial, new AcmeServer(settings, clock), settings),
    openAccount: () => server.converse((conversation) => openAccount(conversation, settings)),
    checkAccount: (account) => signedBy(account, (session) => session.checkAccount()),
    openOrder: (account, request) => signedBy(account, (session) => session.openOrder(request)),
    readOrder: (account, url, method) => signedBy(account, (session) => session.readOrder(url, method)),
    answer: (account, challenge) => signedBy(account, (session) => session.answer(challenge)),
    finalize: (account, url, request) => signedBy(account, (session) => session.finalize(url, request)),
    download: (account, url) =>
      signedBy(account, (session) => session.download(url, settings.preferredChain)),
    deactivate: (account, url) => signedBy(account, (session) => session.deactivate(url)),
    revoke: (account, certificate, reason) =>
      signedBy(account, (session) => session.revoke(certificate, reason)),
    findRenewalWindow: (certificate, now) =>
      server.converse((conversation) => askRenewalWindow(conversation, certificate, now)),
  }
}
