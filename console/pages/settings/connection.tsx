import { connections } from 'virtual:contract'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import type { listConnections, tryConnection } from '../../../src/contract/connections-v1/connections.ts'
import type { AnswerOf } from '../../../src/contract/operation.ts'
import { ask } from '../../api/ask.ts'
import { Facts, Part } from '../../shapes/detail-page.tsx'
import { Failure } from '../../shapes/failure.tsx'
import { ToldSteps } from '../../shapes/told-steps.tsx'
import { translateWord, useText } from '../../text/text.ts'

type ToldConnection = AnswerOf<typeof listConnections>['connections'][number]
type Tried = AnswerOf<typeof tryConnection>

/** A place outside: what the settings say of it, and what comes of trying it now. */
export function Connection({ connection }: { connection: ToldConnection }) {
  const t = useText()
  const { id, kind, type, name, facts, trouble } = connection
  const [recipient, setRecipient] = useState('')
  const { tried, error, isBusy, start } = useTrying(id)
  const isMail = kind === 'mail'
  return (
    <Part
      title={`${translateWord('connectionKind', kind)} · ${name}`}
      beside={
        <span className="part-actions">
          {isMail && (
            <Input
              aria-label={t('settings.recipient')}
              placeholder={t('settings.recipient')}
              type="email"
              value={recipient}
              onChange={({ target }) => setRecipient(target.value)}
            />
          )}
          <Button
            aria-label={t('settings.tryIt', { name })}
            loading={isBusy}
            onClick={() => void start(isMail && recipient !== '' ? { recipient } : {})}
          >
            {t('settings.try')}
          </Button>
        </span>
      }
    >
      {trouble !== null && <Alert className="above" type="warning" showIcon title={trouble} />}
      <Facts
        facts={[
          { name: t('field.type'), value: type },
          ...facts.map((fact) => ({ name: translateWord('fact', fact.name), value: fact.value })),
        ]}
      />
      {error !== undefined && <Failure error={error} />}
      {tried && <Outcome tried={tried} />}
    </Part>
  )
}

function Outcome({ tried: { is_fine, took_ms, steps } }: { tried: Tried }) {
  const t = useText()
  return (
    <>
      <Alert
        className="below"
        type={is_fine ? 'success' : 'error'}
        showIcon
        title={t(is_fine ? 'settings.works' : 'settings.fails', { ms: took_ms.toLocaleString('en-US') })}
      />
      <ToldSteps
        failure="failed"
        steps={steps.map(({ name, is_fine: isFine, ...step }) => ({
          ...step,
          title: translateWord('tryStep', name),
          isFine,
        }))}
      />
    </>
  )
}

function useTrying(id: string) {
  const [tried, setTried] = useState<Tried>()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const start = async (body: { readonly recipient?: string }) => {
    setBusy(true)
    setError(undefined)
    setTried(undefined)
    try {
      setTried(await ask(connections.connections.tryConnection, { params: { id }, body }))
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return { tried, error, isBusy, start }
}
