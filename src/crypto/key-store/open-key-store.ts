import type { KeyStoreOrder, OpenedKeyStore } from '../../domain/ports/key-store-reader.ts'
import { tags } from '../../x509/der-tags.ts'
import { MalformedError } from '../../x509/malformed.ts'
import { magic } from '../java-key-store/form.ts'
import { openJavaKeyStore } from '../java-key-store/open-java-key-store.ts'
import { openPkcs12 } from '../pkcs12/open-pkcs12.ts'
import { unreadable } from './refusals.ts'

/** Of Java's extension for cryptography, whose keys are protected in a way of its own. */
const jceksMagic = 0xcece_cece

/** Opens whichever store it is, told by how it begins. Throws what the port says. */
export async function openKeyStore(order: KeyStoreOrder): Promise<OpenedKeyStore> {
  try {
    return await open(order)
  } catch (error) {
    if (error instanceof MalformedError) throw unreadable(`is a broken key store: ${error.message}`)
    throw error
  }
}

async function open(order: KeyStoreOrder): Promise<OpenedKeyStore> {
  const { content } = order
  if (content[0] === tags.sequence) return await openPkcs12(order)
  const first = content.length < 4 ? 0 : new DataView(content.buffer, content.byteOffset).getUint32(0)
  if (first === magic) return openJavaKeyStore(order)
  if (first === jceksMagic) {
    throw unreadable(
      'is a key store of the form JCEKS, which is not supported: convert it to PKCS #12 with keytool',
    )
  }
  throw unreadable('is neither a PKCS #12 file nor a Java key store')
}
