import { familyOf } from '../domain/model/key-algorithm.ts'
import type { SealedSecret } from '../domain/model/sealed.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { encodeToBeSignedRequest } from '../x509/certificate-request.ts'
import { encodeName } from '../x509/name.ts'
import { assembleSigned } from '../x509/signed.ts'
import { lendBundleKey } from './bundle-key.ts'
import type { EngineResults, EngineTask } from './engine-task.ts'
import { exportImportedPem, importKey } from './import-key.ts'
import { issueCertificate } from './issue-certificate.ts'
import { encodeJavaKeyStore } from './java-key-store/write-java-key-store.ts'
import { exportPrivateKeyPem } from './key-export.ts'
import { makeKeyedRequest } from './make-keyed-request.ts'
import { encodePkcs12 } from './pkcs12/pkcs12.ts'
import { signStatus } from './sign-status.ts'
import { type EngineTools, SigningKeys, signWith } from './signing-keys.ts'
import { keyPairFor } from './subject-key.ts'

/** Everything that touches a private key, in one synchronous place: it runs as well in a thread of its own. */
export class Engine implements EngineTools {
  readonly vault: Vault
  readonly signingKeys: SigningKeys

  constructor(vault: Vault) {
    this.vault = vault
    this.signingKeys = new SigningKeys(vault)
  }

  perform<Task extends EngineTask>(task: Task): EngineResults[Task['kind']] {
    return this.#dispatch(task) as EngineResults[Task['kind']]
  }

  #dispatch(task: EngineTask): EngineResults[EngineTask['kind']] {
    switch (task.kind) {
      case 'issue':
        return issueCertificate(this, task)
      case 'make-key': {
        const { publicKeyDer, privateKeyInfoDer } = keyPairFor(task.subjectKey)
        const sealedKey = this.vault.seal(task.subjectKey.record, privateKeyInfoDer)
        privateKeyInfoDer.fill(0)
        return { publicKeyDer, sealedKey }
      }
      case 'make-request':
        return this.#makeRequest(task.order)
      case 'make-keyed-request':
        return makeKeyedRequest(this.vault, task)
      case 'export-key':
        return this.#exportKey(task.key, task.password)
      case 'import-key':
        return importKey(this.vault, task.order)
      case 'export-imported-key':
        return exportImportedPem(this.vault, task.key)
      case 'sign-status':
        return signStatus(this, task.order)
      case 'export-pkcs12':
        return lendBundleKey(this.vault, task, (keyDer) => encodePkcs12(keyDer, task, task.protection))
      case 'export-java-key-store':
        return lendBundleKey(this.vault, task, (keyDer) => encodeJavaKeyStore(keyDer, task))
    }
  }

  #exportKey(key: SealedSecret, password: string | undefined): string {
    const privateKeyInfoDer = this.vault.unseal(key)
    try {
      return exportPrivateKeyPem(privateKeyInfoDer, password)
    } finally {
      privateKeyInfoDer.fill(0)
    }
  }

  #makeRequest(order: Extract<EngineTask, { kind: 'make-request' }>['order']): Uint8Array {
    const algorithm = { family: familyOf(order.keyAlgorithm), hash: order.signatureHash }
    const toBeSigned = encodeToBeSignedRequest({
      subjectNameDer: encodeName(order.subject),
      publicKeyDer: order.publicKeyDer,
      requested: {
        basicConstraints: { isAuthority: true, pathLength: null },
        keyUsages: ['digitalSignature', 'keyCertSign', 'cRLSign'],
      },
    })
    const signature = signWith(this.signingKeys.open(order.key), algorithm.hash, toBeSigned)
    return assembleSigned(toBeSigned, algorithm, signature)
  }
}
