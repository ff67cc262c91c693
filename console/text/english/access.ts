/** Access, audit, the installation. */
export const access = {
  'audit.words': 'Everything that was done and refused in the account. Records are sealed in signed blocks.',
  'audit.none': 'No records',
  'audit.noneWords': 'What is done, and what is refused, is recorded here.',
  'audit.operation': 'Operation',
  'audit.result': 'Result',
  'audit.user': 'User',
  'audit.nobody': 'nobody',
  'audit.source': 'From',
  'audit.object': 'Object',
  'audit.sealed': 'Sealed',
  'audit.notYet': 'not yet',
  'audit.older': 'Older records',
} as const
