import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sealedRecords } from '../../src/domain/model/sealed.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { bundleOf, sampleKey } from '../operations/key-bundles.ts'

const sha1 = '06052b0e03021a'
const sha256 = '0609608648016503040201'

async function pfxOf({ world }: RunningServer): Promise<string> {
  const key = world.vault.seal(
    sealedRecords.certificateKey('an account', 'a certificate'),
    sampleKey('EC256'),
  )
  const octets = await world.keyExporter.exportPkcs12({ ...bundleOf(sampleKey('EC256'), 0, 'secret-1'), key })
  return octets.toHex()
}

for (const [profile, used, unused] of [
  ['modern', sha256, sha1],
  ['legacy', sha1, sha256],
  [undefined, sha256, sha1],
] as const) {
  test(`CHANCERY_PFX_PROFILE ${profile ?? 'not set'}`, async () => {
    const server = await startServer(profile ? { 'pfx-profile': profile } : {})
    try {
      const pfx = await pfxOf(server)
      assert.ok(pfx.includes(used))
      assert.ok(!pfx.includes(unused))
    } finally {
      await server.close()
    }
  })
}
