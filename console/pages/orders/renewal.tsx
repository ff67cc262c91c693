import { scm } from 'virtual:contract'
import { App, Button, Switch } from 'antd'
import { useState } from 'react'
import type { AnswerOf } from '../../../src/contract/operation.ts'
import type { rehearseRenewal } from '../../../src/contract/scm-v3/renewals.ts'
import { ask } from '../../api/ask.ts'
import { useRefresh } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { Facts, Part } from '../../shapes/detail-page.tsx'
import { Failure, wordsOfError } from '../../shapes/failure.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Time } from '../../shapes/time.tsx'
import { readScmTime } from '../../shapes/time-text.ts'
import { ToldSteps } from '../../shapes/told-steps.tsx'
import { translateWord, useText } from '../../text/text.ts'
import { isRenewable, type Order } from './order.ts'

/** Whether a certificate follows by itself, until when, and a rehearsal of what that takes. */
export function Renewal({ order }: { order: Order }) {
  const t = useText()
  return (
    <>
      <Part title={t('renewal.title')}>
        <Facts
          facts={[
            { name: t('renewal.auto'), value: <AutoRenewal order={order} /> },
            { name: t('renewal.periodEnd'), value: <Time at={readScmTime(order.period_end_time)} /> },
            {
              name: t('renewal.next'),
              value: translateWord('renewalStatus', order.renewal_status ?? 'none'),
            },
            order.deployed_count > 0 && { name: t('renewal.follows'), value: order.deployed_count },
          ]}
        />
        <p className="part-note">{t('renewal.words')}</p>
      </Part>
      <Rehearsal order={order} />
    </>
  )
}

function AutoRenewal({ order }: { order: Order }) {
  const t = useText()
  const may = useMay()
  const refresh = useRefresh()
  const { message } = App.useApp()
  const [isBusy, setBusy] = useState(false)
  const change = async (enabled: boolean) => {
    setBusy(true)
    try {
      const params = { certificate_id: order.id }
      await ask(scm.renewals.updateAutoRenewal, { params, body: { enabled } })
      await refresh()
    } catch (error) {
      void message.error(wordsOfError(error), 10)
    } finally {
      setBusy(false)
    }
  }
  const isChangeable = may(scm.renewals.updateAutoRenewal) && (order.auto_renew || isRenewable(order))
  return isChangeable ? (
    <Switch
      aria-label={t('renewal.auto')}
      checked={order.auto_renew}
      loading={isBusy}
      onChange={(enabled) => void change(enabled)}
    />
  ) : (
    <StateTag state={order.auto_renew ? 'active' : 'inactive'} />
  )
}

/** Goes the way of a renewal without issuing anything. */
function Rehearsal({ order }: { order: Order }) {
  const t = useText()
  const may = useMay()
  const [told, setTold] = useState<AnswerOf<typeof rehearseRenewal>>()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  if (!may(scm.renewals.rehearseRenewal) || order.renewal_status !== null) return null
  const rehearse = async () => {
    setBusy(true)
    setError(undefined)
    try {
      setTold(await ask(scm.renewals.rehearseRenewal, { params: { certificate_id: order.id } }))
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Part
      title={t('rehearsal.title')}
      beside={
        <Button loading={isBusy} onClick={() => void rehearse()}>
          {t('rehearsal.start')}
        </Button>
      }
    >
      <p className="part-note">{t('rehearsal.words')}</p>
      {error !== undefined && <Failure error={error} />}
      {told && (
        <ToldSteps
          failure="wouldFail"
          steps={told.steps.map(({ name, domain, is_fine, finding }) => ({
            title: translateWord('rehearsalStep', name),
            about: domain,
            isFine: is_fine,
            finding,
          }))}
        />
      )}
    </Part>
  )
}
