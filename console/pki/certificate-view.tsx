import { Copyable, CopyButton } from '../shapes/copyable.tsx'
import { Facts, Part } from '../shapes/detail-page.tsx'
import { Time } from '../shapes/time.tsx'
import { translateWord, useText } from '../text/text.ts'
import { useFingerprint } from './fingerprint.ts'
import { nameText } from './name-text.ts'
import type { ReadCertificate, ReadExtension } from './read-certificate.ts'

/** A certificate taken apart: fields, fingerprint, extensions. */
export function CertificateView({ certificate }: { certificate: ReadCertificate }) {
  const t = useText()
  const fingerprint = useFingerprint(certificate.der)
  return (
    <>
      <Part title={t('decoded.fields')}>
        <Facts
          facts={[
            { name: t('field.subject'), value: nameText(certificate.subject) },
            { name: t('field.issuer'), value: nameText(certificate.issuer) },
            {
              name: t('field.serial'),
              value: <Copyable value={certificate.serialNumber} what={t('field.serial')} shown={40} />,
            },
            { name: t('field.notBefore'), value: <Time at={certificate.notBefore} /> },
            { name: t('field.notAfter'), value: <Time at={certificate.notAfter} /> },
            { name: t('field.key'), value: certificate.publicKey },
            { name: t('field.signature'), value: certificate.signature },
            fingerprint !== undefined && {
              name: 'SHA-256',
              value: <Copyable value={fingerprint} what="SHA-256" shown={41} />,
            },
          ]}
        />
      </Part>
      <Part title={t('decoded.extensions')}>
        <Extensions extensions={certificate.extensions} />
      </Part>
    </>
  )
}

function Extensions({ extensions }: { extensions: readonly ReadExtension[] }) {
  const t = useText()
  if (extensions.length === 0) return <p className="none">{t('decoded.noExtensions')}</p>
  return (
    <dl className="extensions">
      {extensions.map(({ type, dotted, isCritical, lines }) => (
        <div key={dotted}>
          <dt>
            {type === 'other' ? dotted : translateWord('extension', type)}
            {isCritical && <span className="critical">{t('decoded.critical')}</span>}
          </dt>
          <dd>
            {lines.map((line) => (
              <code key={line}>{line}</code>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** PEM to look at and to copy. */
export function PemView({ pem, what }: { pem: string; what: string }) {
  return (
    <section className="pem" aria-label={what}>
      <CopyButton value={pem} what={what} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard, too */}
      <pre tabIndex={0}>{pem}</pre>
    </section>
  )
}
