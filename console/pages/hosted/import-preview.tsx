import { Alert } from 'antd'
import { nameText } from '../../pki/name-text.ts'
import { readCertificates } from '../../pki/read-certificate.ts'
import { Facts } from '../../shapes/detail-page.tsx'
import { Expiry } from '../../shapes/time.tsx'
import { useText } from '../../text/text.ts'

/** What is about to be imported, read here; the server looks at it again. */
export function ImportPreview({ pem }: { pem: string }) {
  const t = useText()
  if (pem.trim() === '') return <p className="part-note">{t('import.empty')}</p>
  try {
    const [first, ...others] = readCertificates(pem)
    if (!first) return <p className="part-note">{t('import.noBlock')}</p>
    const names = first.extensions.find(({ type }) => type === 'subjectAlternativeName')?.lines
    return (
      <section aria-label={t('import.preview')} aria-live="polite">
        <Facts
          facts={[
            { name: t('field.subject'), value: nameText(first.subject) },
            { name: t('field.issuer'), value: nameText(first.issuer) },
            { name: t('field.names'), value: names?.join(', ') },
            { name: t('field.expires'), value: <Expiry at={first.notAfter} /> },
            { name: t('field.key'), value: first.publicKey },
            { name: t('field.chain'), value: t('import.others', { count: others.length }) },
          ]}
        />
      </section>
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return <Alert type="warning" showIcon title={t('import.notCertificate')} description={reason} />
  }
}
