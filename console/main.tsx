import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/use-asked.ts'
import { router } from './router.tsx'
import { RenewDialog } from './session/renew-dialog.tsx'
import { useSession } from './session/session.ts'
import { SignInPage } from './session/sign-in-page.tsx'
import { Theme } from './shell/theme.tsx'
import './style/shell.css'
import './style/shapes.css'
import './style/pages.css'

function Console() {
  const { signed } = useSession()
  if (!signed) {
    queryClient.clear()
    return <SignInPage />
  }
  return (
    <>
      <RouterProvider router={router} />
      <RenewDialog />
    </>
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
}
