import type { MailedLink } from '../../domain/operations/issuance/confirm-by-mail.ts'
import type { PlainAnswer, PlainRoute } from '../wire/server-parts.ts'

/** What confirming takes; both know nothing of a link that leads nowhere any more. */
export interface Confirming {
  readonly findName: (link: MailedLink) => Promise<string | undefined>
  readonly confirm: (link: MailedLink) => Promise<boolean>
}

const path = '/confirm/:account/:certificate/:token'

/** Where the link of a mail leads: looking at it does nothing, for scanners of mail do that; the button confirms. */
export const confirmRoutes = ({ findName, confirm }: Confirming): PlainRoute[] => [
  {
    path,
    cacheControl: 'no-store',
    async answer(params) {
      const name = await findName(linkOf(params))
      return name === undefined ? gone : page(200, question(name))
    },
  },
  {
    method: 'POST',
    path,
    cacheControl: 'no-store',
    async answer(params) {
      const isConfirmed = await confirm(linkOf(params))
      return isConfirmed ? page(200, '<p>Confirmed. You can close this page.</p>') : gone
    },
  },
]

const linkOf = ({
  account = '',
  certificate = '',
  token = '',
}: Readonly<Record<string, string>>): MailedLink => ({
  accountId: account,
  certificateId: certificate,
  token,
})

const question = (
  name: string,
) => `<p>Somebody has applied for a certificate for <strong>${escaped(name)}</strong>.</p>
<p>Confirm only if you control this name and want the certificate to be issued.</p>
<form method="post"><button type="submit">Confirm</button></form>`

function page(status: number, content: string): PlainAnswer {
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    headers: {
      'content-security-policy':
        "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
    body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Confirm a certificate</title></head>
<body><main><h1>Confirm a certificate</h1>
${content}
</main></body></html>
`,
  }
}

const gone = page(404, '<p>This link is not valid any more.</p>')

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
