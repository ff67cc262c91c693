import { RouterProvider } from '@tanstack/react-router'
import { router } from '../router.tsx'
import { RenewDialog } from '../session/renew-dialog.tsx'

/** The console for who is signed in. */
const SignedIn = () => (
  <>
    <RouterProvider router={router} />
    <RenewDialog />
  </>
)

export default SignedIn
