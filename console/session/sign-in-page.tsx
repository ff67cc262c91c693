import { iam } from 'virtual:contract'
import { Button, Divider, Spin } from 'antd'
import { useEffect, useState } from 'react'
import { request } from '../api/ask.ts'
import { Failure } from '../shapes/failure.tsx'
import { Mark } from '../shell/mark.tsx'
import { PreferenceButtons } from '../shell/preference-buttons.tsx'
import { useText } from '../text/text.ts'
import { CredentialsForm } from './credentials-form.tsx'
import { signInFromProvider } from './sign-in.ts'

interface Provider {
  readonly id: string
  readonly login: string
}

export function SignInPage() {
  const t = useText()
  return (
    <div className="sign-in">
      <header className="sign-in-corner">
        <PreferenceButtons />
      </header>
      <main className="sign-in-card" id="content">
        <h1 className="sign-in-title">
          <Mark /> Chancery
        </h1>
        <p className="sign-in-words">{t('signIn.words')}</p>
        <CredentialsForm submit={t('signIn.submit')} />
        <Providers />
        <p className="sign-in-foot">
          {t('signIn.first')} <a href="/docs">{t('signIn.docs')}</a>
        </p>
      </main>
    </div>
  )
}

/** Other identity services, where the installation names some. */
function Providers() {
  const t = useText()
  const [providers, setProviders] = useState<readonly Provider[]>([])
  const [error, setError] = useState<unknown>()
  const [isReturning, setReturning] = useState(false)
  useEffect(() => {
    const returnedFrom = new URLSearchParams(location.search).get('signed-in')
    if (returnedFrom !== null) {
      history.replaceState(null, '', '/console/')
      setReturning(true)
      signInFromProvider(returnedFrom)
        .catch(setError)
        .finally(() => setReturning(false))
    }
    listProviders().then(setProviders, () => undefined)
  }, [])
  return (
    <>
      {isReturning && <Spin />}
      {error !== undefined && <Failure error={error} />}
      {providers.length > 0 && <Divider plain>{t('signIn.or')}</Divider>}
      {providers.map(({ id, login }) => (
        <Button key={id} href={login} block className="sign-in-provider">
          {t('signIn.with', { name: id })}
        </Button>
      ))}
    </>
  )
}

async function listProviders(): Promise<readonly Provider[]> {
  const response = await request(iam.federation.listProviders, {}, undefined)
  if (!response.ok) return []
  return ((await response.json()) as { readonly providers: readonly Provider[] }).providers
}
