import type { KeyStock } from '../domain/model/health/observations.ts'
import type { RequestKeyAlgorithm } from '../domain/model/key-algorithm.ts'
import type { Issuer, SubjectKey } from '../domain/ports/issuer.ts'
import type { KeyExporter } from '../domain/ports/key-exporter.ts'
import type { KeyImporter } from '../domain/ports/key-importer.ts'
import type { RequestMaker } from '../domain/ports/request-maker.ts'
import type { StatusSigner } from '../domain/ports/status-signer.ts'
import { checkBundlePassword } from './bundle-key.ts'
import type { EngineKey } from './engine-task.ts'
import { EngineThread } from './engine-thread.ts'
import { type Pkcs12Profile, protectWith } from './pkcs12/protection.ts'
import { type RsaBits, RsaKeyPool, type RsaPoolSizes } from './rsa-key-pool.ts'
import type { DataKeys } from './vault.ts'

/** The issuer and its threads. `warm` fills the stock of RSA keys, `standing` tells of it; `close` ends the threads. */
export interface RunningIssuer extends Issuer, KeyExporter, KeyImporter, RequestMaker, StatusSigner {
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

    async makeKeyedRequest(order) {
      const subjectKey = await generated(order.keyAlgorithm, order.record)
      return engine.perform({ kind: 'make-keyed-request', order, subjectKey })
    },

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

  async function generated(generate: RequestKeyAlgorithm, record: string) {
    const bits = rsaBits[generate]
    return bits === null ? { generate, record } : { generate, record, made: await rsaKeys.take(bits) }
  }
}

const rsaBits = {
  RSA2048: 2048,
  RSA3072: 3072,
  RSA4096: 4096,
  EC256: null,
  EC384: null,
} as const satisfies Record<RequestKeyAlgorithm, RsaBits | null>
