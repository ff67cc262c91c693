import { Link } from '@tanstack/react-router'
import { Copyable } from '../../shapes/copyable.tsx'
import type { ListColumn } from '../../shapes/list-page.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Expiry, Time } from '../../shapes/time.tsx'
import { useText } from '../../text/text.ts'
import { type Certificate, nameOf } from './certificate.ts'

export function useCertificateColumns(): readonly ListColumn<Certificate>[] {
  const t = useText()
  return [
    {
      key: 'name',
      title: t('field.commonName'),
      sortKey: 'common_name',
      show: (certificate) => (
        <Link to="/certificates/$id" params={{ id: certificate.certificate_id }} className="cell-name">
          {nameOf(certificate)}
        </Link>
      ),
    },
    { key: 'state', title: t('field.state'), show: ({ status }) => <StateTag state={status} /> },
    {
      key: 'expires',
      title: t('field.expires'),
      sortKey: 'not_after',
      show: ({ not_after, status }) => <Expiry at={not_after} isOver={status === 'REVOKED'} />,
    },
    {
      key: 'issuer',
      title: t('field.issuer'),
      sortKey: 'issuer_name',
      show: ({ issuer_id, issuer_name }) => (
        <Link to="/authorities/$id" params={{ id: issuer_id }}>
          {issuer_name}
        </Link>
      ),
    },
    { key: 'key', title: t('field.key'), show: ({ key_algorithm }) => key_algorithm, isSide: true },
    {
      key: 'serial',
      title: t('field.serial'),
      show: ({ serial_number }) => <Copyable value={serial_number} what={t('field.serial')} shown={15} />,
      isSide: true,
    },
    {
      key: 'created',
      title: t('field.created'),
      sortKey: 'create_time',
      show: ({ create_time }) => <Time at={create_time} isRelative />,
      isSide: true,
    },
  ]
}
