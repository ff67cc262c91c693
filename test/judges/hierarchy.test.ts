import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { authorities, certificates, issueBody, rootBody, subordinateBody } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'
import { shortLived, skipWithout } from './programs.ts'

const keyAlgorithms = ['EC256', 'RSA2048', 'EC384'] as const
const deepest = 7

/** Chains as the API exports them, judged by path builders that are not ours. */
describe('hierarchies of 1 to 7 CAs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-hierarchy-'))
  const file = (name: string) => join(folder, name)
  let server: RunningServer

  before(async () => {
    server = await startServer({}, createTestClock(Date.now()))
    for (let depth = 1; depth <= deepest; depth += 1) {
      const { leaf, chain } = await issueBelow(server, depth)
      const blocks = chain.match(/-----BEGIN[\s\S]+?-----END CERTIFICATE-----\r?\n/g) ?? []
      assert.equal(blocks.length, depth)
      writeFileSync(file(`leaf-${depth}.pem`), leaf)
      writeFileSync(file(`root-${depth}.pem`), blocks.at(-1) ?? '')
      writeFileSync(file(`between-${depth}.pem`), blocks.slice(0, -1).join(''))
      writeFileSync(file(`chain-${depth}.pem`), leaf + chain)
    }
  })
  after(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  const run = (program: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
    return { status, words: stdout + stderr }
  }

  for (let depth = 1; depth <= deepest; depth += 1) {
    test(`${depth}: openssl verify -x509_strict`, skipWithout('openssl'), () => {
      const between = depth > 1 ? ['-untrusted', file(`between-${depth}.pem`)] : []
      const strict = ['-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'leaf.example.test']
      const { status, words } = run(
        'openssl',
        'verify',
        ...strict,
        '-CAfile',
        file(`root-${depth}.pem`),
        ...between,
        file(`leaf-${depth}.pem`),
      )
      assert.equal(status, 0, words)
    })

    test(`${depth}: certtool --verify`, skipWithout('certtool'), () => {
      const { status, words } = run(
        'certtool',
        '--verify',
        '--load-ca-certificate',
        file(`root-${depth}.pem`),
        '--verify-hostname',
        'leaf.example.test',
        '--infile',
        file(`chain-${depth}.pem`),
      )
      assert.equal(status, 0, words)
    })
  }

  test('keytool reads every certificate of the deepest chain', skipWithout('keytool'), () => {
    const { status, words } = run(
      'keytool',
      ...shortLived,
      '-J-Duser.language=en',
      '-printcert',
      '-file',
      file(`chain-${deepest}.pem`),
    )
    assert.equal(status, 0, words)
    assert.equal(words.match(/^Owner: /gm)?.length, deepest + 1)
  })
})

async function issueBelow({ api }: RunningServer, depth: number): Promise<{ leaf: string; chain: string }> {
  const made = async (path: string, body: object) => {
    const answer = await api('POST', path, body)
    assert.equal(answer.status, 200, answer.message ?? 'no message')
    return answer.body
  }
  const keyAlgorithm = (level: number) => ({ key_algorithm: keyAlgorithms[level % keyAlgorithms.length] })
  let { ca_id: issuerId } = await made(authorities, {
    ...rootBody(`Root of ${depth}`),
    ...keyAlgorithm(depth),
  })
  for (let level = 1; level < depth; level += 1) {
    const body = {
      ...subordinateBody(issuerId, `Level ${level} of ${depth}`),
      ...keyAlgorithm(level),
      path_length: depth - level - 1,
    }
    issuerId = (await made(authorities, body)).ca_id
  }
  const { certificate_id } = await made(certificates, {
    ...issueBody(issuerId, 'leaf.example.test'),
    extended_key_usage: { server_auth: true },
  })
  const exported = await made(`${certificates}/${certificate_id}/export`, {
    type: 'OTHER',
    is_compressed: false,
  })
  return { leaf: exported.certificate, chain: exported.certificate_chain }
}
