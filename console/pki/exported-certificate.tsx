import { Alert, Button } from 'antd'
import { useState } from 'react'
import { Part } from '../shapes/detail-page.tsx'
import { Failure } from '../shapes/failure.tsx'
import { useText } from '../text/text.ts'
import { CertificateView, PemView } from './certificate-view.tsx'
import { readFirst } from './read-certificate.ts'

interface ExportedCertificateProps {
  /** The certificate, with its chain or without, and never its key. */
  readonly fetchPem: () => Promise<string>
  /** Whether the API gives the key out with it. */
  readonly comesWithKey: boolean
}

/**
 * A certificate decoded. The API gives it out by export alone, with its key where that is here: so it is asked for by a
 * button and recorded, and the key is dropped unseen.
 */
export function ExportedCertificate({ fetchPem, comesWithKey }: ExportedCertificateProps) {
  const t = useText()
  const [pem, setPem] = useState<string>()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const show = async () => {
    setBusy(true)
    try {
      setPem(await fetchPem())
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  if (error !== undefined) return <Failure error={error} />
  if (pem !== undefined) return <Decoded pem={pem} />
  return (
    <Alert
      type="info"
      showIcon
      title={t('content.title')}
      description={t(comesWithKey ? 'content.words' : 'content.wordsWithoutKey')}
      action={
        <Button loading={isBusy} onClick={() => void show()}>
          {t('content.show')}
        </Button>
      }
    />
  )
}

function Decoded({ pem }: { pem: string }) {
  const t = useText()
  const read = readFirst(pem)
  return (
    <>
      {read && <CertificateView certificate={read} />}
      <Part title="PEM">
        <PemView pem={pem} what={t('tab.certificate')} />
      </Part>
    </>
  )
}
