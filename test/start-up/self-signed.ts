import 'reflect-metadata'
import { KeyObject } from 'node:crypto'
import { SubjectAlternativeNameExtension } from '@peculiar/x509'
import { outsideRoot } from '../api/pca-v1/outside.ts'

/** A certificate that its own key signed, with that key, both PEM. Times in ms since the epoch. */
export async function selfSigned({
  name,
  from,
  until,
}: {
  name: { type: 'dns' | 'ip'; value: string }
  from: number
  until: number
}): Promise<{ certificate: string; key: string }> {
  const { pem, keys } = await outsideRoot({
    notBefore: new Date(from),
    notAfter: new Date(until),
    extensions: [new SubjectAlternativeNameExtension([name])],
  })
  const key = KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' })
  return { certificate: pem, key: key.toString() }
}
