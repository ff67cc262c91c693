import type { RequestKeyAlgorithm } from '../../domain/model/key-algorithm.ts'

type WireAlgorithm = 'RSA_2048' | 'RSA_3072' | 'RSA_4096' | 'EC_P256' | 'EC_P384'

/** `RSA_3072` and `EC_P256` are `RSA3072` and `EC256` here. */
export const domainAlgorithm = (algorithm: string): string =>
  algorithm.replace(/^(RSA_|EC_P)/, (prefix) => prefix.slice(0, prefix.indexOf('_')))

export const requestAlgorithm = (algorithm: WireAlgorithm): RequestKeyAlgorithm =>
  domainAlgorithm(algorithm) as RequestKeyAlgorithm
