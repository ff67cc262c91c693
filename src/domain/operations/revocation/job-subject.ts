/** Jobs that look after a CA's revocations, by kind; the subject of each names account and CA. */
export const revocationJobs = {
  tend: 'tend-authority',
  look: 'look-at-revocation-list',
  renewResponder: 'renew-status-responder',
  append: 'append-to-journal',
  readBack: 'read-back-journal',
} as const

export interface AuthoritySubject {
  readonly accountId: string
  readonly authorityId: string
}

export const subjectOf = ({ accountId, authorityId }: AuthoritySubject): string =>
  `${accountId}/${authorityId}`

export function readSubject(subject: string): AuthoritySubject {
  const [accountId = '', authorityId = ''] = subject.split('/')
  return { accountId, authorityId }
}
