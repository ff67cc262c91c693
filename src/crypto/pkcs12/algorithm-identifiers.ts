import { type DerWriter, encodeDer } from '../../x509/der-writer.ts'
import { ciphers, hashes, macs, passwordAlgorithms } from './object-identifiers.ts'

/** PBES2 with PBKDF2, HMAC-SHA256 and AES-256-CBC (RFC 8018 appendix A.2, A.4); the cipher tells the key's length. */
export function encodePbes2(salt: Uint8Array, iterations: number, iv: Uint8Array): Uint8Array {
  return encodeAlgorithm(passwordAlgorithms.pbes2.element, (parameters) => {
    writeAlgorithm(parameters, passwordAlgorithms.pbkdf2.element, (derivation) => {
      derivation.octetString(salt)
      writeCount(derivation, iterations)
      derivation.sequence((prf) => {
        prf.objectIdentifier(macs.sha256.element)
        prf.null()
      })
    })
    parameters.sequence((cipher) => {
      cipher.objectIdentifier(ciphers.aes256Cbc.element)
      cipher.octetString(iv)
    })
  })
}

/** pbeWithSHAAnd3-KeyTripleDES-CBC with its pkcs-12PbeParams (RFC 7292 appendix C). */
export function encodeTripleDes(salt: Uint8Array, iterations: number): Uint8Array {
  return encodeAlgorithm(passwordAlgorithms.sha1And3KeyTripleDesCbc.element, (parameters) => {
    parameters.octetString(salt)
    writeCount(parameters, iterations)
  })
}

/** A DigestInfo (RFC 8017 §9.2), in which a MAC's value stands like a digest. */
export function writeDigestInfo(writer: DerWriter, hash: keyof typeof hashes, digest: Uint8Array): void {
  writer.sequence((info) => {
    info.sequence((algorithm) => {
      algorithm.objectIdentifier(hashes[hash].element)
      algorithm.null()
    })
    info.octetString(digest)
  })
}

/** An INTEGER of up to 32 bits. */
export function writeCount(writer: DerWriter, count: number): void {
  writer.integer(Uint8Array.of(count >>> 24, count >>> 16, count >>> 8, count))
}

type WriteParameters = (parameters: DerWriter) => void

const encodeAlgorithm = (identifier: Uint8Array, write: WriteParameters): Uint8Array =>
  encodeDer((writer) => writeAlgorithm(writer, identifier, write))

/** An AlgorithmIdentifier whose parameters are a SEQUENCE. */
function writeAlgorithm(writer: DerWriter, identifier: Uint8Array, write: WriteParameters): void {
  writer.sequence((algorithm) => {
    algorithm.objectIdentifier(identifier)
    algorithm.sequence(write)
  })
}
