import { StepFault } from '../../domain/model/step-fault.ts'
import type { ConnectionFact, Trial } from '../../domain/ports/connection.ts'
import type { AcmeAddress, AcmeServer } from './conversation.ts'
import { misunderstood } from './fields.ts'
import type { AccountTerms } from './open-account.ts'

export const factsOf = ({
  directoryUrl,
  contact,
  externalAccount,
}: AcmeAddress & AccountTerms): readonly ConnectionFact[] => [
  { name: 'directory', value: directoryUrl },
  ...(contact.length > 0 ? [{ name: 'contact', value: contact.join(', ') }] : []),
  { name: 'external account', value: externalAccount ? 'set' : 'none' },
]

/** What can be told of an authority before there is an account: that is for who keeps it. */
export async function tryDirectory(
  trial: Trial,
  server: AcmeServer,
  { externalAccount }: AccountTerms,
): Promise<void> {
  const directory = () => server.converse(() => server.directory())
  await trial.step({
    name: 'directory',
    advice:
      'check directory and ca_file of the issuer in the issuers file, and whether a firewall lets this machine out',
    work: async () => {
      await directory()
      return 'the directory is there'
    },
  })
  await trial.step({
    name: 'nonce',
    advice: 'ask who runs the authority: its directory leads nowhere',
    work: async () => {
      const { newNonce } = await directory()
      await server.converse(async (conversation) => {
        const { headers } = await conversation.ask({ url: newNonce, method: 'HEAD' })
        if (headers['replay-nonce'] === undefined) throw misunderstood('without a nonce')
      })
      return 'the authority gives nonces'
    },
  })
  await trial.step({
    name: 'terms',
    advice: 'none is needed',
    work: async () => {
      const { termsOfService } = (await directory()).meta
      return termsOfService ? `agreed to by naming the directory: ${termsOfService}` : 'there are none'
    },
  })
  await trial.step({
    name: 'external account',
    advice: 'have the authority give you a key id and a key, and set eab of the issuer in the issuers file',
    work: async () => {
      const { externalAccountRequired: isRequired } = (await directory()).meta
      if (isRequired && !externalAccount) throw new StepFault('the authority wants one, and none is set')
      if (externalAccount)
        return isRequired ? 'is wanted, and set' : 'is set, though the directory wants none'
      return 'is not wanted'
    },
  })
}
