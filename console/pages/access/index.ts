export { AccessPage } from './access-page.tsx'
export { GroupPage } from './group-page.tsx'
export { PolicyPage } from './policy-page.tsx'
export { UserPage } from './user-page.tsx'
