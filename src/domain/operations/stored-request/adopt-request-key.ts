import { MalformedError } from '../../../x509/malformed.ts'
import { decodePem, type PemBlock } from '../../../x509/pem.ts'
import { DomainError } from '../../model/errors.ts'
import type { KeyAdoption, PrivateKeyEncoding } from '../../ports/request-maker.ts'
import type { Call } from '../world.ts'

const encodings: Readonly<Record<string, PrivateKeyEncoding>> = {
  'PRIVATE KEY': 'pkcs8',
  'RSA PRIVATE KEY': 'pkcs1',
  'EC PRIVATE KEY': 'sec1',
}
/** Enough for RSA keys of 8192 bits, in characters. */
const maximumLength = 8192
const maximumBlocks = 2

/** The key of a request, sealed. Throws `private-key-invalid`, `public-key-mismatch`; nothing of the key is in either. */
export async function adoptRequestKey(
  { requestMaker }: Call,
  pem: string,
  whose: Pick<KeyAdoption, 'publicKeyDer' | 'record'>,
): Promise<Uint8Array> {
  const { label, der } = keyBlock(pem)
  const encoding = Object.hasOwn(encodings, label) ? encodings[label] : undefined
  if (!encoding) throw invalid(label.includes('ENCRYPTED') ? 'is encrypted' : expectation)
  const sealed = await requestMaker.adoptKey({ keyDer: der, encoding, ...whose }).catch((error: unknown) => {
    throw error instanceof DomainError && error.code === 'private-key-invalid'
      ? invalid(error.facts.reason ?? expectation)
      : error
  })
  if (sealed) return sealed.sealed
  throw new DomainError('public-key-mismatch', { parameter: 'private_key', reason: 'is not the key of csr' })
}

function keyBlock(pem: string): PemBlock {
  try {
    // OpenSSL writes the curve before an EC key
    const blocks = decodePem(pem, { maximumLength, maximumBlocks }).filter(
      ({ label }) => label !== 'EC PARAMETERS',
    )
    const [block, ...others] = blocks
    if (block && others.length === 0) return block
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error
  }
  throw invalid(expectation)
}

const expectation = 'must be one PEM block PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY'

const invalid = (reason: string) =>
  new DomainError('private-key-invalid', { parameter: 'private_key', reason })
