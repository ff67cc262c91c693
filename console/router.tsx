import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
  redirect,
} from '@tanstack/react-router'
import { parseSearch, stringifySearch } from './shapes/address.ts'
import { Failure } from './shapes/failure.tsx'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
})

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/overview' as never })
  },
})

/** A page at a path; its code is fetched when it is gone to. */
const page = <Name extends string>(
  path: string,
  load: () => Promise<Record<Name, RouteComponent>>,
  name: Name,
) => createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name) })

const authorities = () => import('./pages/authorities/index.ts')
const overview = () => import('./pages/overview/index.ts')
const hosted = () => import('./pages/hosted/index.ts')
const orders = () => import('./pages/orders/index.ts')
const pushes = () => import('./pages/pushes/index.ts')
const settings = () => import('./pages/settings/index.ts')
const access = () => import('./pages/access/index.ts')
const audit = () => import('./pages/audit/index.ts')
const health = () => import('./pages/health/index.ts')
const reviews = () => import('./pages/reviews/index.ts')
const certificates = () => import('./pages/certificates/index.ts')

const routes = [
  start,
  page('/overview', overview, 'OverviewPage'),
  page('/authorities', authorities, 'AuthoritiesPage'),
  page('/authorities/new', authorities, 'NewAuthorityPage'),
  page('/authorities/$id', authorities, 'AuthorityPage'),
  page('/certificates', certificates, 'CertificatesPage'),
  page('/certificates/new', certificates, 'NewCertificatePage'),
  page('/certificates/bulk', certificates, 'BulkPage'),
  page('/certificates/$id', certificates, 'CertificatePage'),
  page('/hosted', hosted, 'HostedPage'),
  page('/hosted/import', hosted, 'ImportPage'),
  page('/hosted/buy', orders, 'BuyPage'),
  page('/hosted/$id/apply', orders, 'ApplyPage'),
  page('/hosted/$id', hosted, 'HostedCertificatePage'),
  page('/requests', hosted, 'RequestsPage'),
  page('/requests/$id', hosted, 'RequestPage'),
  page('/pushes', pushes, 'PushesPage'),
  page('/notices', hosted, 'NoticesPage'),
  page('/reviews', reviews, 'ReviewsPage'),
  page('/reviews/$id', reviews, 'ReviewPage'),
  page('/access', access, 'AccessPage'),
  page('/access/users/$id', access, 'UserPage'),
  page('/access/groups/$id', access, 'GroupPage'),
  page('/access/policies/$id', access, 'PolicyPage'),
  page('/audit', audit, 'AuditPage'),
  page('/settings', settings, 'SettingsPage'),
  page('/health', health, 'HealthPage'),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: '/console',
  parseSearch,
  stringifySearch,
  defaultErrorComponent: ({ error }) => <Failure error={error} retry={() => location.reload()} />,
  defaultPreload: 'intent',
  scrollRestoration: true,
})
