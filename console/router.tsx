import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
  redirect,
} from '@tanstack/react-router'
import { parseSearch, stringifySearch } from './shapes/address.ts'
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
    throw redirect({ to: '/authorities' as never })
  },
})

/** A page at a path; its code is fetched when it is gone to. */
const page = <Name extends string>(
  path: string,
  load: () => Promise<Record<Name, RouteComponent>>,
  name: Name,
) => createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name) })

const authorities = () => import('./pages/authorities/index.ts')
const certificates = () => import('./pages/certificates/index.ts')

const routes = [
  start,
  page('/authorities', authorities, 'AuthoritiesPage'),
  page('/authorities/new', authorities, 'NewAuthorityPage'),
  page('/authorities/$id', authorities, 'AuthorityPage'),
  page('/certificates', certificates, 'CertificatesPage'),
  page('/certificates/new', certificates, 'NewCertificatePage'),
  page('/certificates/bulk', certificates, 'BulkPage'),
  page('/certificates/$id', certificates, 'CertificatePage'),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: '/console',
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
})
