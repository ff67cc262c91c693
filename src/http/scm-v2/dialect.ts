import { createScmDialect } from '../scm/errors.ts'

/** SCM's codes, with the names that v2 has for what is refused. */
export const dialect = createScmDialect({
  certificate: 'cert',
  certificate_chain: 'cert',
  content: 'body',
  // it has no other way to prove a name than DNS
  domain_method: 'domain',
  target_project: 'remote_project',
  target_service: 'service_type',
})
