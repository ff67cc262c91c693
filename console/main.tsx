import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/use-asked.ts'
import { useSession } from './session/session.ts'
import { SignInPage } from './session/sign-in-page.tsx'
import { Theme } from './shell/theme.tsx'
import './style/shell.css'
import './style/shapes.css'
import './style/pages.css'

/** Fetched while somebody signs in: the form does not wait for it. */
const fetchSignedIn = () => import('./shell/signed-in.tsx')
const SignedIn = lazy(fetchSignedIn)

function Console() {
  const { signed } = useSession()
  if (!signed) {
    queryClient.clear()
    return <SignInPage />
  }
  return (
    <Suspense fallback={null}>
      <SignedIn />
    </Suspense>
  )
}

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Theme>
          <Console />
        </Theme>
      </QueryClientProvider>
    </StrictMode>,
  )
  requestIdleCallback(() => void fetchSignedIn())
}
