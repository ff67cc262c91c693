import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tomcatProgram } from '../programs.ts'
import type { Command } from './foreground.ts'

export interface TomcatStore {
  readonly port: number
  readonly file: string
  readonly type: 'JKS' | 'PKCS12'
  readonly passwordFile: string
}

const connector = ({ port, file, type, passwordFile }: TomcatStore) => `
  <Connector port="${port}" address="127.0.0.1" SSLEnabled="true" scheme="https" secure="true">
    <SSLHostConfig>
      <Certificate certificateKeystoreFile="${file}" certificateKeystoreType="${type}"
                   certificateKeystorePasswordFile="${passwordFile}" certificateKeyAlias="server"/>
    </SSLHostConfig>
  </Connector>`

/** One Tomcat for all stores, each behind a port of its own; without applications it answers 404. */
export function tomcat(folder: string, stores: readonly TomcatStore[]): Command {
  mkdirSync(join(folder, 'conf'))
  mkdirSync(join(folder, 'temp'))
  writeFileSync(
    join(folder, 'conf', 'server.xml'),
    `<Server port="-1">
      <Service name="Catalina">
        ${stores.map(connector).join('')}
        <Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="applications"/></Engine>
      </Service>
    </Server>`,
  )
  return {
    program: tomcatProgram,
    args: ['run'],
    folder,
    variables: {
      CATALINA_BASE: folder,
      // a store that it can't open is the end, and it need not become fast
      CATALINA_OPTS: '-Dorg.apache.catalina.startup.EXIT_ON_INIT_FAILURE=true -XX:TieredStopAtLevel=1',
    },
  }
}
