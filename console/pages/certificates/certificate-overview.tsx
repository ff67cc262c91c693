import { ChainView } from '../../pki/chain-view.tsx'
import { nameText } from '../../pki/name-text.ts'
import { Copyable } from '../../shapes/copyable.tsx'
import { Facts, Part } from '../../shapes/detail-page.tsx'
import { Time } from '../../shapes/time.tsx'
import { ValidityBar } from '../../shapes/validity-bar.tsx'
import { useText } from '../../text/text.ts'
import { nameOf as authorityName, chainOf, useAuthorities } from '../authorities/authority.ts'
import { type Certificate, hasKey, nameOf } from './certificate.ts'

/** What the certificate is, and its chain. */
export function CertificateOverview({ certificate }: { certificate: Certificate }) {
  const t = useText()
  return (
    <>
      <Part title={t('certificate.facts')}>
        <Facts
          facts={[
            { name: t('field.subject'), value: nameText(certificate.distinguished_name) },
            { name: t('field.issuer'), value: certificate.issuer_name },
            {
              name: t('field.serial'),
              value: <Copyable value={certificate.serial_number} what={t('field.serial')} shown={40} />,
            },
            {
              name: t('field.validity'),
              value: (
                <ValidityBar
                  from={certificate.not_before}
                  until={certificate.not_after}
                  isOver={certificate.status === 'REVOKED'}
                />
              ),
            },
            { name: t('field.notBefore'), value: <Time at={certificate.not_before} /> },
            { name: t('field.notAfter'), value: <Time at={certificate.not_after} /> },
            { name: t('field.key'), value: certificate.key_algorithm },
            { name: t('field.hash'), value: certificate.signature_algorithm },
            {
              name: t('field.privateKey'),
              value: t(hasKey(certificate) ? 'certificate.keyHere' : 'certificate.keyThere'),
            },
            { name: t('field.created'), value: <Time at={certificate.create_time} /> },
            {
              name: t('field.id'),
              value: <Copyable value={certificate.certificate_id} what={t('field.id')} />,
            },
          ]}
        />
      </Part>
      <Chain certificate={certificate} />
    </>
  )
}

function Chain({ certificate }: { certificate: Certificate }) {
  const t = useText()
  const every = useAuthorities()
  const issuer = every?.find(({ ca_id }) => ca_id === certificate.issuer_id)
  const above = issuer && every ? chainOf(issuer, every) : []
  const own = {
    id: certificate.certificate_id,
    name: nameOf(certificate),
    state: certificate.status,
    notAfter: certificate.not_after,
  }
  return (
    <Part title={t('field.chain')}>
      <ChainView
        links={[
          own,
          ...above.map((one) => ({
            id: one.ca_id,
            name: authorityName(one),
            state: one.status,
            notAfter: one.not_after,
            to: `/authorities/${one.ca_id}`,
          })),
        ]}
      />
    </Part>
  )
}
