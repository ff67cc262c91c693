export { PushesPage } from './pushes-page.tsx'
