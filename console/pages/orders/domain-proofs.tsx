import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { fileNameOf, saveFile } from '../../pki/save-file.ts'
import { Copyable } from '../../shapes/copyable.tsx'
import { type Fact, Facts } from '../../shapes/detail-page.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Time } from '../../shapes/time.tsx'
import { readScmTime } from '../../shapes/time-text.ts'
import { type Translate, useText } from '../../text/text.ts'
import type { Order } from './order.ts'

type Proof = Order['authentication'][number]

/** What is to be set for each name, to copy, and whether it is seen yet; the page asks again every few seconds. */
export function DomainProofs({ order }: { order: Order }) {
  const t = useText()
  return (
    <ul className="proofs" aria-live="polite" aria-label={t('proofs.title')}>
      {order.authentication.map((proof) => (
        <li key={proof.domain} className="proof">
          <div className="proof-head">
            <strong>{proof.domain}</strong>
            <StateTag state={proof.seen_time === null ? 'awaited' : 'seen'} />
            {proof.seen_time !== null && <Time at={readScmTime(proof.seen_time)} isRelative />}
          </div>
          {proof.seen_time === null && <p className="part-note">{t(wordsOf(proof))}</p>}
          <Facts facts={factsOf(t, proof)} />
          {proof.record_type === 'FILE' && proof.seen_time === null && (
            <Button
              className="below"
              icon={<DownloadOutlined aria-hidden />}
              onClick={() => saveFile(proof.record_value, lastPart(proof.record_name))}
            >
              {t('proofs.download')}
            </Button>
          )}
          {proof.finding !== null && (
            <p className="proof-finding">{t('proofs.finding', { finding: proof.finding })}</p>
          )}
        </li>
      ))}
    </ul>
  )
}

const wordsOf = ({ record_type }: Proof) =>
  record_type === 'TXT' ? 'proofs.setRecord' : record_type === 'FILE' ? 'proofs.putFile' : 'proofs.readMail'

function factsOf(t: Translate, { record_type, record_name, record_value, domain }: Proof): Fact[] {
  const copied = (name: string, value: string) => ({ name, value: <Copyable value={value} what={name} /> })
  if (record_type === 'EMAIL')
    return [{ name: t('proofs.mailedTo'), value: record_name.split(';').join(', ') }]
  if (record_type === 'FILE') {
    return [
      copied(t('proofs.address'), `http://${domain.includes(':') ? `[${domain}]` : domain}${record_name}`),
      copied(t('proofs.content'), record_value),
    ]
  }
  return [
    copied(t('proofs.recordName'), record_name),
    { name: t('field.type'), value: record_type },
    copied(t('proofs.recordValue'), record_value),
  ]
}

/** What the file is called, its ending and all. */
function lastPart(path: string): string {
  const name = path.split('/').at(-1) ?? ''
  const [, stem = name, ending] = /^(.*)\.([A-Za-z0-9]+)$/.exec(name) ?? []
  return ending === undefined ? name : fileNameOf(stem, ending)
}
