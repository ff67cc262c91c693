import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportPath, issueByRequest } from '../../api/pca-v1/bundles.ts'
import { alternativeNames, commonName, dns, ecKeys, request } from '../../api/pca-v1/requests.ts'
import { createRoot, createSubordinate, issue, ok } from '../../api/pca-v1/support.ts'
import { type RunningServer, startServer } from '../../api/running-server.ts'
import { authorities } from '../../api/samples.ts'
import { createTestClock } from '../../api/test-clock.ts'
import { judge } from '../bundle-readers.ts'
import { askByCurl, servedName, untrusted } from './trusting-client.ts'

/** A user: has certificates issued, and their bundles unpacked into folders. */
interface Exporting {
  /** What clients trust. */
  readonly rootFile: string
  /** Below the root and a subordinate CA; keys of one algorithm. */
  readonly certificate: string
  /** The folder in which `unzip` left what was in the archive. */
  unpacked(id: string, type: string, password?: string): Promise<string>
  /** One by CSR; its key is the file that is named. */
  byRequest(): Promise<{ readonly id: string; readonly keyFile: string }>
}

export const algorithms = ['RSA2048', 'EC256'] as const
type Algorithm = (typeof algorithms)[number]

/** The product with a clock that shows the time of day, which servers and clients look at. */
export async function startExporting() {
  const server = await startServer({}, createTestClock(Date.now()))
  const folder = mkdtempSync(join(tmpdir(), 'chancery-served-'))
  const users = {
    RSA2048: await exportingWith(server, folder, 'RSA2048'),
    EC256: await exportingWith(server, folder, 'EC256'),
  }
  return {
    folder,
    users,
    /** Who trusts the root accepts what is served; who trusts another does not. */
    assertTrusted(port: number, algorithm: Algorithm) {
      const { status, words } = askByCurl(port, users[algorithm].rootFile)
      assert.equal(status, 0, words)
      const { rootFile } = users[algorithm === 'EC256' ? 'RSA2048' : 'EC256']
      assert.equal(askByCurl(port, rootFile).status, untrusted)
    },
    async close() {
      await server.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function exportingWith(
  server: RunningServer,
  folder: string,
  algorithm: Algorithm,
): Promise<Exporting> {
  const key_algorithm = algorithm
  const root = await createRoot(server, { key_algorithm }, `${algorithm} Root`)
  const issuer = await createSubordinate(server, root, { key_algorithm })
  const rootFile = join(folder, `${algorithm}.pem`)
  writeFileSync(rootFile, ok(await server.api('POST', `${authorities}/${root}/export`)).certificate)
  const certificate = await issue(server, issuer, {
    key_algorithm,
    distinguished_name: { common_name: servedName },
    extended_key_usage: { server_auth: true },
  })

  return {
    rootFile,
    certificate,
    async unpacked(id, type, password) {
      const body = { type, is_compressed: 'true', ...(password !== undefined && { password }) }
      const answer = await server.api('POST', exportPath(id), body)
      assert.equal(answer.status, 200, answer.message ?? 'no message')
      const target = mkdtempSync(join(folder, `${type}-`))
      const archive = join(target, 'bundle.zip')
      writeFileSync(archive, answer.bytes)
      const { status, words } = judge('unzip', ['-d', target, archive])
      assert.equal(status, 0, words)
      return target
    },
    async byRequest() {
      const keys = ecKeys()
      const extensions = [alternativeNames(dns(servedName))]
      const csr = request({ keys, subject: commonName(servedName), extensions })
      const id = await issueByRequest(server, issuer, csr)
      const keyFile = join(folder, `${id}.key`)
      writeFileSync(keyFile, keys.privateKey.export({ type: 'pkcs8', format: 'pem' }))
      return { id, keyFile }
    },
  }
}

/** `cat`: files of the folder, one after another, in a new one, whose name it returns. */
export function concatenate(folder: string, target: string, ...names: readonly string[]): string {
  const texts = names.map((name) => readFileSync(join(folder, name), 'utf8'))
  writeFileSync(join(folder, target), texts.join(''))
  return target
}
