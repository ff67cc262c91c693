import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyPem, make } from '../api/scm-v3/certificates.ts'
import { freePorts, newFolder, plainEnvironment, removeFolder, serve, stop } from '../start-up/program.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A server of its own, with a folder to work in, a certificate and its key there, and the environment of somebody who has just started it there. */
export async function withServer(
  work: (folder: string, environment: Environment) => Promise<void>,
): Promise<void> {
  const folder = newFolder()
  const settings = {
    CHANCERY_DATA_DIR: join(folder, 'data'),
    CHANCERY_LISTEN: `https://127.0.0.1:${await freePorts()}`,
  }
  const site = make({ dns: ['shop.example.test'], subject: 'shop.example.test', notAfter: '21261231000000Z' })
  writeFileSync(join(folder, 'site.pem'), site.pem)
  writeFileSync(join(folder, 'site.key'), keyPem(site))
  const server = await serve(settings)
  try {
    await work(folder, { ...plainEnvironment(), CHANCERY_DATA_DIR: settings.CHANCERY_DATA_DIR })
  } finally {
    await stop(server)
    removeFolder(folder)
  }
}
