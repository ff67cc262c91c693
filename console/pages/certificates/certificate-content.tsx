import { pca } from 'virtual:contract'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { CertificateView, PemView } from '../../pki/certificate-view.tsx'
import { readCertificates } from '../../pki/read-certificate.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { Failure } from '../../shapes/failure.tsx'
import { useText } from '../../text/text.ts'
import { type Certificate, hasKey } from './certificate.ts'

/**
 * The certificate decoded. The API gives it out by export alone, with its key where that is here: so it is asked for by
 * a button and recorded, and the key is dropped unseen.
 */
export function CertificateContent({ certificate }: { certificate: Certificate }) {
  const t = useText()
  const [pem, setPem] = useState<string>()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const show = async () => {
    setBusy(true)
    try {
      setPem(await certificateOnly(certificate.certificate_id))
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  if (error !== undefined) return <Failure error={error} />
  if (pem === undefined) {
    return (
      <Alert
        type="info"
        showIcon
        title={t('content.title')}
        description={t(hasKey(certificate) ? 'content.words' : 'content.wordsWithoutKey')}
        action={
          <Button loading={isBusy} onClick={() => void show()}>
            {t('content.show')}
          </Button>
        }
      />
    )
  }
  const [read] = readCertificates(pem)
  return (
    <>
      {read && <CertificateView certificate={read} />}
      <Part title="PEM">
        <PemView pem={pem} what={t('tab.certificate')} />
      </Part>
    </>
  )
}

async function certificateOnly(id: string): Promise<string> {
  const { certificate } = await ask(pca.certificates.exportCertificate, {
    params: { certificate_id: id },
    body: { type: 'OTHER', is_compressed: false },
  })
  return certificate
}
