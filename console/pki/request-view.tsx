import { Alert } from 'antd'
import { readCertificateRequest } from '../../src/x509/certificate-request.ts'
import { findPem } from '../../src/x509/pem-search.ts'
import { Facts } from '../shapes/detail-page.tsx'
import { useText } from '../text/text.ts'
import { publicKeyText, schemeName } from './algorithm-text.ts'
import { nameText } from './name-text.ts'

/** What a CSR asks for, read here as it is typed; the server looks at it again. */
export function RequestView({ pem }: { pem: string }) {
  const t = useText()
  if (pem.trim() === '') return <p className="part-note">{t('request.empty')}</p>
  try {
    const [block] = findPem(pem, { maximumLength: 65_536, maximumBlocks: 1 })
    if (!block) return <p className="part-note">{t('request.noBlock')}</p>
    const { subject, publicKeyDer, requested, signatureAlgorithm } = readCertificateRequest(block.der)
    return (
      <section aria-label={t('request.read')} aria-live="polite">
        <Facts
          facts={[
            { name: t('field.subject'), value: nameText(subject) },
            { name: t('field.key'), value: publicKeyText(publicKeyDer) },
            {
              name: t('field.signature'),
              value: `${schemeName(signatureAlgorithm.family)} ${signatureAlgorithm.hash}`,
            },
            {
              name: t('field.names'),
              value:
                requested.alternativeNames.length === 0 ? undefined : (
                  <ul className="plain">
                    {requested.alternativeNames.map(({ type, value }) => (
                      <li key={`${type} ${value}`}>{`${type}: ${value}`}</li>
                    ))}
                  </ul>
                ),
            },
            { name: t('field.keyUsages'), value: requested.keyUsages?.join(', ') },
          ]}
        />
      </section>
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return <Alert type="warning" showIcon title={t('request.unreadable')} description={reason} />
  }
}
