import { join } from 'node:path'
import type { Config } from './config/config.ts'
import { foundAccount } from './domain/operations/installation/found-account.ts'
import type { World } from './domain/operations/world.ts'
import { credentialKeeper } from './system/credential-file.ts'

const accountName = 'chancery'
const administratorName = 'administrator'

/** Founds the account of a new installation and leaves its credentials in the data folder. */
export function foundFirstAccount(config: Config, world: World, caFile: string | null): Promise<void> {
  const names = { account: accountName, user: administratorName, project: config.region }
  const keeper = credentialKeeper(credentialsFile(config), config.apiUrl, caFile)
  return foundAccount(world, names, keeper)
}

/** Where the first credentials are kept, until the administrator takes them away. */
export const credentialsFile = ({ dataFolder }: Config) => join(dataFolder, 'credentials.json')
