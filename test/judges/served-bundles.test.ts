import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { freePort } from '../api/running-server.ts'
import { skipWithout } from './programs.ts'
import { apache } from './servers/apache.ts'
import { algorithms, concatenate, startExporting } from './servers/exported.ts'
import { type Command, runInForeground } from './servers/foreground.ts'
import { haproxy } from './servers/haproxy.ts'
import { nginx } from './servers/nginx.ts'

let exporting: Awaited<ReturnType<typeof startExporting>>
before(async () => {
  exporting = await startExporting()
})
after(() => exporting.close())

const password = 'secret $x "y" \\n # 中文'

for (const algorithm of algorithms) {
  const unpacked = (type: string, chosen?: string) => {
    const { [algorithm]: user } = exporting.users
    return user.unpacked(user.certificate, type, chosen)
  }
  /** A bundle by CSR, and beside it the key that stayed with the user. */
  const unpackedByRequest = async (type: string) => {
    const { [algorithm]: user } = exporting.users
    const { id, keyFile } = await user.byRequest()
    const folder = await user.unpacked(id, type)
    copyFileSync(keyFile, join(folder, 'own.key'))
    return folder
  }
  const assertServes = async (makeCommand: (port: number) => Command) => {
    const port = await freePort()
    await using _ = await runInForeground(makeCommand(port), [port])
    exporting.assertTrusted(port, algorithm)
  }

  describe(`nginx loads the bundle NGINX, ${algorithm}`, skipWithout('nginx', 'curl', 'unzip'), () => {
    const files = { certificates: 'server.crt', key: 'server.key' }

    test('server.crt and server.key', async () => {
      const folder = await unpacked('NGINX')
      await assertServes((port) => nginx(folder, port, files))
    })
    test('server.key under a password', async () => {
      const folder = await unpacked('NGINX', password)
      writeFileSync(join(folder, 'passwords'), `${password}\n`)
      await assertServes((port) => nginx(folder, port, { ...files, passwords: 'passwords' }))
    })
    test('server.crt with the key that stayed with the user', async () => {
      const folder = await unpackedByRequest('NGINX')
      await assertServes((port) => nginx(folder, port, { ...files, key: 'own.key' }))
    })
  })

  describe(`Apache loads the bundle APACHE, ${algorithm}`, skipWithout('apache2', 'curl', 'unzip'), () => {
    const files = { certificate: 'server.crt', key: 'server.key', chain: 'chain.crt' }

    test('server.crt, server.key, and chain.crt as SSLCertificateChainFile', async () => {
      const folder = await unpacked('APACHE')
      await assertServes((port) => apache(folder, port, files))
    })
    test('server.crt and chain.crt in one file, and server.key', async () => {
      const folder = await unpacked('APACHE')
      const certificate = concatenate(folder, 'whole.crt', 'server.crt', 'chain.crt')
      await assertServes((port) => apache(folder, port, { certificate, key: 'server.key' }))
    })
    test('server.key under a password', async () => {
      const folder = await unpacked('APACHE', password)
      await assertServes((port) => apache(folder, port, { ...files, password }))
    })
    test('server.crt and chain.crt with the key that stayed with the user', async () => {
      const folder = await unpackedByRequest('APACHE')
      await assertServes((port) => apache(folder, port, { ...files, key: 'own.key' }))
    })
  })

  describe(`HAProxy loads the bundle OTHER, ${algorithm}`, skipWithout('haproxy', 'curl', 'unzip'), () => {
    test('server.pem, chain.pem and server.key in one file', async () => {
      const folder = await unpacked('OTHER')
      const crt = concatenate(folder, 'crt', 'server.pem', 'chain.pem', 'server.key')
      await assertServes((port) => haproxy(folder, port, crt))
    })
    test('cert.pem, chain.pem and the key that stayed with the user', async () => {
      const folder = await unpackedByRequest('OTHER')
      const crt = concatenate(folder, 'crt', 'cert.pem', 'chain.pem', 'own.key')
      await assertServes((port) => haproxy(folder, port, crt))
    })
  })
}
