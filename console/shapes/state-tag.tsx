import { translateWord, useText } from '../text/text.ts'

const tones: Readonly<Record<string, string>> = {
  ACTIVED: 'good',
  ISSUED: 'good',
  UPLOAD: 'good',
  active: 'good',
  ok: 'good',
  success: 'good',
  PENDING: 'waiting',
  PAID: 'waiting',
  CHECKING: 'waiting',
  CHECKING_DOMAIN: 'waiting',
  CHECKING_ORG: 'waiting',
  ISSUING: 'waiting',
  SUPPLEMENTCHECKING: 'waiting',
  CANCELCHECKING: 'waiting',
  CANCELSUPPLEMENTING: 'waiting',
  CANCLEREVOKING: 'waiting',
  awaited: 'waiting',
  planned: 'waiting',
  applying: 'waiting',
  looking: 'waiting',
  restoring: 'ended',
  seen: 'good',
  done: 'good',
  fine: 'good',
  UNPASSED: 'bad',
  REVOKING: 'bad',
  failed: 'bad',
  wouldFail: 'bad',
  DISABLED: 'off',
  inactive: 'off',
  DELETED: 'leaving',
  EXPIRED: 'ended',
  warning: 'ended',
  REVOKED: 'bad',
  alarm: 'bad',
  unknown: 'off',
}

/** A state: a dot of its colour, and its word, so that nobody needs to see the colour. */
export function StateTag({ state }: { state: string }) {
  useText()
  return <span className={`state state-${tones[state] ?? 'off'}`}>{translateWord('state', state)}</span>
}
