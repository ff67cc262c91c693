export { AuthoritiesPage } from './authorities-page.tsx'
export { AuthorityPage } from './authority-page.tsx'
export { NewAuthorityPage } from './new-authority-page.tsx'
