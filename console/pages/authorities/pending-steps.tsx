import { pca } from 'virtual:contract'
import { DownloadOutlined } from '@ant-design/icons'
import { App, Button, Steps } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { fileNameOf, saveFile } from '../../pki/save-file.ts'
import { useMay } from '../../session/session.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { wordsOfError } from '../../shapes/failure.tsx'
import { useText } from '../../text/text.ts'
import { ActivateDialog } from './activate-dialog.tsx'
import { type Authority, nameOf } from './authority.ts'
import { ImportDialog } from './import-dialog.tsx'

/** From a pending CA to one that issues: its CSR goes out, a certificate comes back; or a CA here signs it. */
export function PendingSteps({ authority }: { authority: Authority }) {
  const t = useText()
  const may = useMay()
  const { message } = App.useApp()
  const [dialog, setDialog] = useState<'import' | 'activate'>()
  const download = async () => {
    try {
      const { csr } = await ask(pca.authorities.exportAuthorityRequest, {
        params: { ca_id: authority.ca_id },
      })
      saveFile(csr, fileNameOf(nameOf(authority), 'csr'))
    } catch (error) {
      void message.error(wordsOfError(error), 10)
    }
  }
  return (
    <Part title={t('pending.title')}>
      <Steps
        orientation="vertical"
        size="small"
        items={[
          {
            status: 'process',
            title: t('pending.csr'),
            content: may(pca.authorities.exportAuthorityRequest) && (
              <Button icon={<DownloadOutlined aria-hidden />} onClick={() => void download()}>
                {t('pending.download')}
              </Button>
            ),
          },
          { status: 'process', title: t('pending.sign'), content: t('pending.signWords') },
          {
            status: 'process',
            title: t('pending.import'),
            content: may(pca.authorities.importAuthority) && (
              <Button type="primary" onClick={() => setDialog('import')}>
                {t('pending.importButton')}
              </Button>
            ),
          },
        ]}
      />
      {may(pca.authorities.activateAuthority) && (
        <p className="part-note">
          {t('pending.or')}{' '}
          <Button type="link" size="small" onClick={() => setDialog('activate')}>
            {t('pending.activate')}
          </Button>
        </p>
      )}
      {dialog === 'import' && <ImportDialog authority={authority} close={() => setDialog(undefined)} />}
      {dialog === 'activate' && <ActivateDialog authority={authority} close={() => setDialog(undefined)} />}
    </Part>
  )
}
