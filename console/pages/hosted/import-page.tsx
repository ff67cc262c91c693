import { Alert } from 'antd'
import { useState } from 'react'
import { Part } from '../../shapes/detail-page.tsx'
import { PageHead } from '../../shapes/page-head.tsx'
import { useText } from '../../text/text.ts'
import { DropArea } from './drop-area.tsx'
import { type FoundInFiles, readFiles } from './dropped-files.ts'
import { KeyStoreForm } from './key-store-form.tsx'
import { PemForm } from './pem-form.tsx'

/** Imports a certificate with its key: files are dropped and sorted here, or texts are pasted. */
export function ImportPage() {
  const t = useText()
  const [found, setFound] = useState<FoundInFiles>()
  const [store] = found?.stores ?? []
  const files = (
    <Part title={t('import.files')}>
      <DropArea take={(dropped) => void readFiles(dropped).then(setFound)} />
      {found?.unreadable.map((name) => (
        <Alert
          key={name}
          className="below"
          type="warning"
          showIcon
          title={t('import.unreadable', { name })}
        />
      ))}
    </Part>
  )
  return (
    <>
      <PageHead title={t('hosted.import')} crumbs={[{ to: '/hosted', title: t('nav.hosted') }]} />
      {store ? (
        <KeyStoreForm
          key={`${store.name} ${store.lastModified}`}
          file={store}
          close={() => setFound(undefined)}
        >
          {files}
        </KeyStoreForm>
      ) : (
        <PemForm found={found}>{files}</PemForm>
      )}
    </>
  )
}
