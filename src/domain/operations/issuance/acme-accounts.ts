import { DomainError } from '../../model/errors.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { AcmeAccount, AcmeDirectory } from '../../ports/acme-directory.ts'
import type { CertificateIssuer } from '../../ports/certificate-issuers.ts'
import { systemRecord } from '../audit/system-record.ts'
import type { World } from '../world.ts'

/** An authority with our account there. */
export interface AcmeIssuer {
  readonly directory: AcmeDirectory
  readonly account: AcmeAccount
}

type AcmeWorld = Pick<World, 'database' | 'vault' | 'certificateIssuers' | 'clock' | 'random' | 'digest'>

/** Our accounts at authorities elsewhere: one for each issuer of the settings, made when it is first needed. */
export class AcmeAccounts {
  readonly #world: AcmeWorld

  constructor(world: AcmeWorld) {
    this.#world = world
  }

  /** Throws `issuer-unreachable` where the settings no longer name it: an administrator may name it again. */
  async find(name: string): Promise<AcmeIssuer> {
    const issuer = this.#world.certificateIssuers.find(name)
    if (issuer?.kind !== 'acme') {
      throw new DomainError('issuer-unreachable', { reason: `the settings name no issuer ${name}` })
    }
    return { directory: issuer.directory, account: await this.#present(issuer) }
  }

  /** The authority no longer knows ours: the next that is asked for is a new one. */
  async forget(name: string): Promise<void> {
    const issuer = this.#world.certificateIssuers.find(name)
    if (issuer?.kind !== 'acme') return
    await this.#world.database.write('', async ({ installation, audit }) => {
      await installation.removeValue(this.#valueOf(name, issuer.directory.url))
      const act = { method: 'clock', operation: 'forgetAcmeAccount', kind: 'issuer', id: name }
      await audit.append(systemRecord(this.#world, null, act))
    })
  }

  #valueOf(name: string, directoryUrl: string): string {
    return `acme-account/${name}/${this.#world.digest.of(directoryUrl)}`
  }

  /** Of two nodes that made one at the same time, the first counts. */
  async #present({ name, directory }: Extract<CertificateIssuer, { kind: 'acme' }>): Promise<AcmeAccount> {
    const world = this.#world
    const value = this.#valueOf(name, directory.url)
    const known = await world.database.read('', ({ installation }) => installation.findValue(value))
    if (known) return unseal(world, name, known)
    const account = await directory.openAccount()
    const sealed = seal(world, name, account)
    const kept = await world.database.write('', async ({ installation, audit }) => {
      const present = await installation.findValue(value)
      if (present) return present
      await installation.setValue(value, sealed)
      const act = { method: 'clock', operation: 'openAcmeAccount', kind: 'issuer', id: name }
      await audit.append(systemRecord(world, null, { ...act, after: account.url }))
      return sealed
    })
    return unseal(world, name, kept)
  }
}

function seal({ vault }: AcmeWorld, name: string, { url, privateKey }: AcmeAccount): Uint8Array {
  const secret = new TextEncoder().encode(JSON.stringify({ url, privateKey: privateKey.toBase64() }))
  return vault.seal(sealedRecords.acmeAccount(name), secret).sealed
}

function unseal({ vault }: AcmeWorld, name: string, sealed: Uint8Array): AcmeAccount {
  const secret = vault.unseal({ record: sealedRecords.acmeAccount(name), sealed })
  const { url, privateKey } = JSON.parse(new TextDecoder().decode(secret)) as {
    readonly url: string
    readonly privateKey: string
  }
  return { url, privateKey: Uint8Array.fromBase64(privateKey) }
}
