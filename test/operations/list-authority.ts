import { randomBytes } from 'node:crypto'
import { Engine } from '../../src/crypto/engine.ts'
import { makeRsaKeyPair } from '../../src/crypto/key-pair.ts'
import { type DataKeys, openVault } from '../../src/crypto/vault.ts'
import { sealedRecords } from '../../src/domain/model/sealed.ts'
import { serialNumberOf } from '../../src/domain/model/serial-number.ts'
import type { RevocationListOrder } from '../../src/domain/ports/revocation-list-maker.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { newId, ours } from '../ports/sample-nouns.ts'

/** A CA with all that its lists are ordered by. */
export interface ListAuthority extends Pick<RevocationListOrder, 'accountId' | 'authorityId' | 'authority'> {
  readonly certificateDer: Uint8Array
}

export function makeListAuthority(
  dataKeys: DataKeys,
  keyAlgorithm: 'RSA2048' | 'EC256' | 'EC384',
): ListAuthority {
  const [accountId, authorityId] = [ours, newId()]
  const record = sealedRecords.authorityKey(accountId, authorityId)
  const validity = { notBefore: Date.UTC(2020, 0), notAfter: Date.UTC(2060, 0) }
  const made = keyAlgorithm === 'RSA2048' ? { made: makeRsaKeyPair(2048) } : {}
  const { certificateDer, sealedKey } = new Engine(openVault(dataKeys)).perform({
    kind: 'issue',
    profile: { ...rootProfile(keyAlgorithm), validity },
    subjectKey: { generate: keyAlgorithm, record, ...made },
  })
  const { subjectNameDer, subjectKeyIdentifier } = readCertificate(certificateDer)
  if (!sealedKey || !subjectKeyIdentifier) throw new Error('a root has a key of its own')
  const authority = { key: sealedKey, keyAlgorithm, subjectNameDer, subjectKeyIdentifier, ...validity }
  return { accountId, authorityId, authority, certificateDer }
}

const rootProfile = (commonName: string) =>
  ({
    kind: 'root',
    serialNumber: serialNumberOf(randomBytes(16)),
    subject: {
      country: 'CN',
      state: '四川',
      locality: null,
      organization: 'Acme',
      organizationalUnit: null,
      commonName: `${commonName} Root`,
    },
    signatureHash: 'SHA256',
    pathLength: null,
    keyUsages: ['keyCertSign', 'cRLSign'],
    extendedKeyUsages: [],
    alternativeNames: [],
    customizedExtension: null,
    issuerUrls: [],
  }) as const

/** 2026-03-01T00:00:00.999Z, of which the list shows no fraction. */
export const thisUpdate = 1_772_323_200_999

export const orderOf = (
  { accountId, authorityId, authority }: ListAuthority,
  changes: Partial<RevocationListOrder> = {},
): RevocationListOrder => ({
  accountId,
  authorityId,
  authority,
  number: thisUpdate,
  thisUpdate,
  nextUpdate: thisUpdate + 7 * 86_400_000,
  endedAfter: 0,
  ...changes,
})
