import type { Command } from 'commander'

/** Flags of settings by their names. */
export type Given = Readonly<Record<string, string>>

/** Where a server's things are, as commander keeps it. */
export interface PlaceOptions {
  readonly config?: string
  readonly dataDir?: string
  readonly databaseUrl?: string
  readonly masterKeyFile?: string
}

/** For commands that work on the machine itself, whether the server runs or not. */
export const addPlaceOptions = (command: Command): Command =>
  command
    .option('--config <file>', 'JSON file with settings in snake_case (CHANCERY_CONFIG)')
    .option('--data-dir <value>', 'folder of the server (CHANCERY_DATA_DIR)')
    .option('--database-url <value>', 'its database, where that is elsewhere (CHANCERY_DATABASE_URL)')
    .option('--master-key-file <value>', 'its master key, where that is elsewhere (CHANCERY_MASTER_KEY_FILE)')

export const givenPlace = ({ config, dataDir, databaseUrl, masterKeyFile }: PlaceOptions): Given => ({
  ...(config !== undefined && { config }),
  ...(dataDir !== undefined && { 'data-dir': dataDir }),
  ...(databaseUrl !== undefined && { 'database-url': databaseUrl }),
  ...(masterKeyFile !== undefined && { 'master-key-file': masterKeyFile }),
})
