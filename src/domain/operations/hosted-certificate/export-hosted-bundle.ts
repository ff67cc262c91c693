import { bundleFiles } from '../../model/bundle.ts'
import { sealedRecords } from '../../model/sealed.ts'
import { makeBundleFiles, makeStorePassword } from '../certificate/bundle-contents.ts'
import type { Bundle } from '../certificate/export-bundle.ts'
import type { Call } from '../world.ts'
import { readExportable, recordExport } from './export-hosted-certificate.ts'

/** A folder for each. */
const folders = [
  ['Apache', 'APACHE'],
  ['Nginx', 'NGINX'],
  ['IIS', 'IIS'],
  ['Tomcat', 'TOMCAT'],
] as const

/**
 * What the usual servers load, as one zip archive (API reference 6.14); keys in the clear, stores with a password that lies
 * beside them, and neither where the key stayed with the user. The second certificate of an SM2 pair is not in it. The export
 * is recorded before it leaves. Throws `certificate-not-found`, `state-forbids`.
 */
export async function exportHostedBundle(call: Call, { id }: { readonly id: string }): Promise<Bundle> {
  const { certificate, content, own } = await call.read((stores) => readExportable(call, stores, id))
  const forms = { hasKey: own !== null, isPasswordChosen: false }
  const layout = folders.flatMap(([folder, server]) =>
    bundleFiles(server, forms).map((file) => ({ ...file, name: `${folder}/${file.name}` })),
  )
  const files = await makeBundleFiles(call, layout, {
    ...content,
    key: own && { record: sealedRecords.hostedKey(call.caller.account.id, id), sealed: own },
    keyPem: (key) => call.keyImporter.exportImportedPem(key),
    password: makeStorePassword(call),
  })
  const archive = call.archiver.zip(files, call.clock.now())
  await recordExport(call, id, content)
  return { fileName: `${certificate.name}.zip`, archive }
}
