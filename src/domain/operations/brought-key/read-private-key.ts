import { MalformedError } from '../../../x509/malformed.ts'
import type { PemBlock } from '../../../x509/pem.ts'
import { findPem } from '../../../x509/pem-search.ts'
import { type PrivateKeyForm, privateKeyForm, privateKeyLabels } from '../../../x509/private-key-form.ts'
import { DomainError } from '../../model/errors.ts'

/** What OpenSSL writes before an EC key. */
const parameterLabels = ['EC PARAMETERS', 'SM2 PARAMETERS']
const maximumBlocks = 3

/** By which labels a form of key may go. */
const keyLabels: Readonly<Record<string, PrivateKeyForm>> = {
  ...Object.fromEntries(
    Object.entries(privateKeyLabels).map(([form, label]) => [label, form as PrivateKeyForm]),
  ),
  'SM2 PRIVATE KEY': 'SEC1',
}

/** Where a text with a private key stood, and how many characters it may have. */
export interface KeyPlace {
  readonly parameter: string
  readonly maximumLength: number
}

/**
 * The DER of one private key, to be wiped by whoever asked. Throws `private-key-invalid`; nothing of the text is in the
 * refusal, and nothing of it stays behind in octets.
 */
export function readPrivateKey(text: string, { parameter, maximumLength }: KeyPlace): Uint8Array {
  const refused = (reason: string) => new DomainError('private-key-invalid', { parameter, reason })
  let blocks: readonly PemBlock[] = []
  try {
    blocks = findPem(text, { maximumLength, maximumBlocks })
    return onlyKey(blocks, refused)
  } catch (error) {
    for (const { der } of blocks) der.fill(0)
    throw error instanceof MalformedError ? refused(error.message) : error
  }
}

function onlyKey(blocks: readonly PemBlock[], refused: (reason: string) => DomainError): Uint8Array {
  const [block, ...others] = blocks.filter(({ label }) => !parameterLabels.includes(label))
  if (!block || others.length > 0) throw refused('must be one private key in PEM')
  if (block.label.includes('ENCRYPTED')) throw refused('is encrypted')
  const form = Object.hasOwn(keyLabels, block.label) ? keyLabels[block.label] : undefined
  if (!form) throw refused('must be a PEM block PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY')
  if (privateKeyForm(block.der) !== form) throw refused('is not what its label says')
  return block.der
}
