import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { freePort } from '../api/running-server.ts'
import { skipWithout } from './programs.ts'
import { algorithms, startExporting } from './servers/exported.ts'
import { runInForeground } from './servers/foreground.ts'
import { type TomcatStore, tomcat } from './servers/tomcat.ts'

const stores = [
  { bundle: 'TOMCAT', name: 'server.jks', type: 'JKS' },
  { bundle: 'IIS', name: 'server.pfx', type: 'PKCS12' },
] as const

const cases = stores.flatMap((store) =>
  algorithms.flatMap((algorithm) => [
    { ...store, algorithm, password: undefined },
    { ...store, algorithm, password: 'secret $x "y" &<' },
  ]),
)

/** Tomcat takes seconds to start, so one serves all stores, each at a port of its own. */
describe('Tomcat loads the key stores of bundles', skipWithout('tomcat', 'curl', 'unzip'), () => {
  let exporting: Awaited<ReturnType<typeof startExporting>>
  let running: AsyncDisposable | undefined
  let loaded: TomcatStore[]

  before(async () => {
    exporting = await startExporting()
    const base = join(exporting.folder, 'tomcat')
    mkdirSync(base)
    loaded = await Promise.all(cases.map(unpack))
    running = await runInForeground(
      tomcat(base, loaded),
      loaded.map(({ port }) => port),
    )
  })
  after(async () => {
    await running?.[Symbol.asyncDispose]()
    await exporting.close()
  })

  async function unpack({ bundle, name, type, algorithm, password }: (typeof cases)[number]) {
    const user = exporting.users[algorithm]
    const folder = await user.unpacked(user.certificate, bundle, password)
    const passwordFile = join(folder, 'keystorePass.txt')
    // a password that the user chose is not in the bundle
    if (password !== undefined) writeFileSync(passwordFile, password, { flag: 'wx' })
    return { port: await freePort(), file: join(folder, name), type, passwordFile }
  }

  for (const [index, { name, algorithm, password }] of cases.entries()) {
    const words = password === undefined ? 'keystorePass.txt' : 'the password that was chosen'
    test(`${name} with ${words}, ${algorithm}`, () => {
      exporting.assertTrusted(loaded[index]?.port ?? 0, algorithm)
    })
  }
})
