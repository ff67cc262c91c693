import { audit } from 'virtual:contract'
import { Alert, Button, Progress } from 'antd'
import { useMay } from '../../session/session.ts'
import { CopyButton } from '../../shapes/copyable.tsx'
import { Part } from '../../shapes/detail-page.tsx'
import { Failure } from '../../shapes/failure.tsx'
import { useText } from '../../text/text.ts'
import { useVerification, type Verified } from './use-verification.ts'

const command = 'chancery audit verify --checkpoint checkpoint.json'

/** The server verifies its trail while one waits; who does not trust it has the command, and a checkpoint kept elsewhere. */
export function Verification() {
  const t = useText()
  const may = useMay()
  const { verified, error, isBusy, start, stop } = useVerification()
  return (
    <Part
      title={t('audit.verify')}
      beside={
        may(audit.verification.verifyTrail) &&
        (isBusy ? (
          <Button onClick={stop}>{t('audit.stop')}</Button>
        ) : (
          <Button onClick={() => void start()}>{t('audit.verifyHere')}</Button>
        ))
      }
    >
      {verified && <Result verified={verified} isBusy={isBusy} />}
      {error !== undefined && <Failure error={error} />}
      <p className="part-note">{t('audit.verifyWords')}</p>
      <p>
        <code>{command}</code>
        <CopyButton value={command} what={t('audit.command')} />
      </p>
    </Part>
  )
}

function Result({ verified, isBusy }: { verified: Verified; isBusy: boolean }) {
  const t = useText()
  const { share, faults, isWhole } = verified
  return (
    <div aria-live={isBusy ? 'off' : 'polite'}>
      {isBusy && <Progress percent={Math.floor(share * 100)} aria-label={t('audit.verify')} />}
      {!isWhole && !isBusy && <p className="part-note">{t('audit.soFar', countsOf(verified))}</p>}
      {isWhole && faults.length === 0 && (
        <Alert
          type="success"
          showIcon
          title={t('audit.whole')}
          description={t('audit.counts', countsOf(verified))}
        />
      )}
      {faults.map(({ block, position, finding }) => (
        <Alert
          key={`${block} ${position} ${finding}`}
          className="below"
          type="error"
          showIcon
          title={finding}
          description={block === null ? undefined : t('audit.faultAt', { block, position: position ?? '–' })}
        />
      ))}
    </div>
  )
}

const countsOf = ({ blocks, records, unsealed }: Verified) => ({
  blocks: blocks.toLocaleString('en-US'),
  records: records.toLocaleString('en-US'),
  unsealed: unsealed.toLocaleString('en-US'),
})
