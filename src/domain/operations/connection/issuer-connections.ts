import type { AcmeDirectory } from '../../ports/acme-directory.ts'
import type { ServingIssuer } from '../../ports/certificate-issuers.ts'
import type { Triable } from '../../ports/connection.ts'
import type { Call } from '../world.ts'
import { type Connection, connectionTo } from './connection.ts'

export const issuerConnections = (call: Call): Connection[] =>
  call.certificateIssuers.list().map((serving) => {
    const { name } = serving.issuer
    return connectionTo(triableIssuer(call, serving), { id: `issuer:${name}`, kind: 'issuer', name })
  })

function triableIssuer(call: Call, { issuer, brands }: ServingIssuer): Triable {
  const facts = [{ name: 'brands', value: brands.join(', ') || 'none' }]
  if (issuer.kind === 'built-in') {
    return { type: issuer.kind, facts, try: (trial) => call.builtInIssuer.try(trial) }
  }
  const { directory, name } = issuer
  return {
    type: directory.type,
    facts: [...facts, ...directory.facts],
    async try(trial) {
      await directory.try(trial)
      await trial.step({
        name: 'account',
        advice: 'check contact and eab of the issuer in the issuers file, and what the authority says',
        work: () => lookUpAccount(call, name, directory),
      })
    },
  }
}

/** One that is not there yet is opened, as the first order would. */
async function lookUpAccount(
  { acmeAccounts }: Call,
  name: string,
  directory: AcmeDirectory,
): Promise<string> {
  const { account } = await acmeAccounts.find(name)
  await directory.checkAccount(account)
  return `the authority knows our account ${account.url}`
}
