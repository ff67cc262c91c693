import { DomainError } from '../domain/model/errors.ts'
import type { EngineKey } from './engine-task.ts'
import { type KeyPair, makeEcKeyPair } from './key-pair.ts'

/** The pair that was made elsewhere (RSA), or a new EC pair. */
export function keyPairFor(key: Extract<EngineKey, { generate: unknown }>): KeyPair {
  if (key.made) return key.made
  switch (key.generate) {
    case 'EC256':
      return makeEcKeyPair(256)
    case 'EC384':
      return makeEcKeyPair(384)
    case 'RSA2048':
    case 'RSA3072':
    case 'RSA4096':
      throw new DomainError('key-processing-failed', { reason: 'RSA keys are made in threads of their own' })
  }
}
