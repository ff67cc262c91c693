import pg from 'pg'
import type { ChangedVersion } from '../../change-log.ts'
import { changeChannel } from './bump-and-notify.ts'

/** The connection on which other nodes' changes are heard. Once it breaks it is silent until the next `ensure`. */
export class ChangeListener {
  readonly #url: string
  readonly #heard: (change: ChangedVersion) => void
  #listening: Promise<pg.Client> | undefined

  constructor(url: string, heard: (change: ChangedVersion) => void) {
    this.#url = url
    this.#heard = heard
  }

  /** Listens, if it does not yet. That it can't is no error: without news, versions are read from the table. */
  async ensure(): Promise<void> {
    this.#listening ??= this.#listen()
    await this.#listening.catch(() => undefined)
  }

  async close(): Promise<void> {
    const client = await this.#listening?.catch(() => undefined)
    await client?.end()
  }

  #listen(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#url })
    const listening = connect(client)
    const lose = () => {
      if (this.#listening === listening) this.#listening = undefined
    }
    client.on('error', lose)
    client.on('end', lose)
    client.on('notification', ({ payload }) => this.#heard(JSON.parse(payload ?? '') as ChangedVersion))
    listening.catch(lose)
    return listening
  }
}

async function connect(client: pg.Client): Promise<pg.Client> {
  await client.connect()
  await client.query(`listen ${changeChannel}`)
  return client
}
