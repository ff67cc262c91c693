import type { KeyStock } from '../domain/model/health/observations.ts'
import type { GeneratedKeyAlgorithm } from '../domain/model/key-algorithm.ts'
import type { Issuer, SubjectKey } from '../domain/ports/issuer.ts'
import type { KeyExporter } from '../domain/ports/key-exporter.ts'
import type { KeyImporter } from '../domain/ports/key-importer.ts'
import type { StatusSigner } from '../domain/ports/status-signer.ts'
import { checkBundlePassword } from './bundle-key.ts'
import type { EngineKey } from './engine-task.ts'
import { EngineThread } from './engine-thread.ts'
import { type Pkcs12Profile, protectWith } from './pkcs12/protection.ts'
import { RsaKeyPool, type RsaPoolSizes } from './rsa-key-pool.ts'
import type { DataKeys } from './vault.ts'

/** The issuer and its threads. `warm` fills the stock of RSA keys, `standing` tells of it; `close` ends the threads. */
export interface RunningIssuer extends Issuer, KeyExporter, KeyImporter, StatusSigner {
  warm(): void
  standing(): KeyStock
  close(): Promise<void>
}

/** Certificates and keys, made in threads: EC keys and every signature in one, RSA keys in another. */
export function startIssuer(
  dataKeys: DataKeys,
  rsaPoolSizes: RsaPoolSizes,
  pfxProfile: Pkcs12Profile,
): RunningIssuer {
  const engine = new EngineThread(dataKeys)
  const rsaKeys = new RsaKeyPool(rsaPoolSizes)

  return {
    async issue({ profile, subjectKey, authority }) {
      const prepared = await prepare(subjectKey)
      return engine.perform({ kind: 'issue', profile, subjectKey: prepared, ...(authority && { authority }) })
    },

    async makeKey(algorithm, record) {
      return engine.perform({ kind: 'make-key', subjectKey: await generated(algorithm, record) })
    },

    makeRequest: (order) => engine.perform({ kind: 'make-request', order }),

    exportPem: (key, password) =>
      engine.perform({ kind: 'export-key', key, ...(password !== undefined && { password }) }),

    importKey: (order) => engine.perform({ kind: 'import-key', order }),

    exportImportedPem: (key) => engine.perform({ kind: 'export-imported-key', key }),

    async exportPkcs12({ password, ...bundle }) {
      checkBundlePassword(password)
      const protection = await protectWith(pfxProfile, password)
      return engine.perform({ kind: 'export-pkcs12', ...bundle, protection })
    },

    async exportJavaKeyStore(bundle) {
      checkBundlePassword(bundle.password)
      return engine.perform({ kind: 'export-java-key-store', ...bundle })
    },

    signStatus: (order) => engine.perform({ kind: 'sign-status', order }),

    warm: () => rsaKeys.fill(),

    standing: () => ({ sizes: rsaKeys.standing(), engineWaiting: engine.load }),

    async close() {
      await Promise.all([engine.close(), rsaKeys.close()])
    },
  }

  async function prepare(key: SubjectKey): Promise<EngineKey> {
    return 'generate' in key ? generated(key.generate, key.record) : key
  }

  async function generated(generate: GeneratedKeyAlgorithm, record: string) {
    if (generate !== 'RSA2048' && generate !== 'RSA4096') return { generate, record }
    return { generate, record, made: await rsaKeys.take(generate === 'RSA2048' ? 2048 : 4096) }
  }
}
