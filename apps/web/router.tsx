/** The routes of the app, made from what the modules registered. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useRouter,
  type AnyRoute,
  type ErrorComponentProps,
} from '@tanstack/react-router'
import { Suspense, type ComponentType } from 'react'
import { ToastProvider } from '#ui/toast.tsx'
import { hasAnswersInPage, isProblem, queryClient } from '#platform/web/client.ts'
import { allModules, partsOf, type Area, type Page } from '#platform/web/registry.ts'
import { sessionQuery } from '#platform/web/session.ts'
import { SettingsPage } from '#platform/web/shell/settings-page.tsx'
import { ScreenLayout, MeLayout, OperatorLayout, PublicLayout } from '#platform/web/shell/layouts.tsx'
import { OnlyFor, OwnPlaces } from '#platform/web/shell/own-places.tsx'
import { NotFoundPage, PagePending, ProblemState } from '#platform/web/shell/page.tsx'
import { loadPart } from '#platform/web/shell/slot.tsx'
import { WordsFromTexts } from '#platform/web/shell/words.tsx'
import { UpdateNotice } from './update-notice.tsx'

function Root() {
  return (
    <Suspense fallback={null}>
      <WordsFromTexts>
        <ToastProvider>
          <Outlet />
          <UpdateNotice />
        </ToastProvider>
      </WordsFromTexts>
    </Suspense>
  )
}

function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <div className="wrap py-8">
      <ProblemState
        error={error}
        onRetry={() => {
          // A piece that could not be fetched stays failed for this document: only loading anew gets it.
          if (!isProblem(error)) {
            location.reload()
            return
          }
          reset()
          void router.invalidate()
        }}
      />
    </div>
  )
}

const firstPaths: Record<Exclude<Area, 'public'>, string> = {
  me: '/me',
  operator: '/operate/$hubKey',
  settings: '/settings',
  screen: '/kiosk',
}

export function makeRouter() {
  const root = createRootRoute({ component: Root, notFoundComponent: NotFoundPage, errorComponent: PageError })
  const layouts = {
    public: createRoute({ getParentRoute: () => root, id: 'public', component: PublicLayout, notFoundComponent: NotFoundPage }),
    me: createRoute({ getParentRoute: () => root, id: 'me', component: MeLayout }),
    desk: createRoute({ getParentRoute: () => root, id: 'desk', component: OperatorLayout }),
    screen: createRoute({ getParentRoute: () => root, id: 'screen', component: ScreenLayout }),
  }
  const children: Record<keyof typeof layouts, AnyRoute[]> = { public: [], me: [], desk: [], screen: [] }
  for (const page of allModules().flatMap((module) => module.pages)) {
    const layout = page.area === 'public' || page.area === 'me' || page.area === 'screen' ? page.area : 'desk'
    children[layout].push(pageRoute(page, layouts[layout]))
  }
  children.desk.push(
    createRoute({ getParentRoute: () => layouts.desk, path: '/settings', component: SettingsPage }),
    createRoute({
      getParentRoute: () => layouts.desk,
      path: '/operate',
      // The desk of the first hub; whoever has none sees what there is instead.
      beforeLoad: async () => {
        const session = await queryClient.ensureQueryData(sessionQuery).catch(() => null)
        if (session === null) return
        const hubKey = await allModules()
          .find((module) => module.firstDesk !== undefined)
          ?.firstDesk?.()
          // who may not read the hubs has no desk
          .catch(() => undefined)
        if (hubKey !== undefined) {
          // oxlint-disable-next-line typescript/only-throw-error -- how the router is told to go elsewhere
          throw redirect({ to: `/operate/${hubKey}` })
        }
      },
      component: () => <OwnPlaces />,
    }),
  )
  return createRouter({
    routeTree: root.addChildren([
      layouts.public.addChildren(children.public),
      layouts.me.addChildren(children.me),
      layouts.desk.addChildren(children.desk),
      layouts.screen.addChildren(children.screen),
    ]),
    scrollRestoration: true,
    // Plain pairs, as people read, type and mail them: `?prefecture=13`, not `?prefecture="13"`.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const pairs = Object.entries(search as Record<string, unknown>).filter(([, value]) => value !== undefined && value !== '')
      const text = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()
      return text === '' ? '' : `?${text}`
    },
    defaultPreload: 'intent',
    // Reading again is the query client's matter, not the router's.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageError,
    defaultPendingMs: 150,
    defaultPendingMinMs: 200,
  })
}

function guarded({ roles }: Page, Inner: ComponentType): ComponentType {
  if (roles === undefined) return Inner
  return () => (
    <OnlyFor roles={roles}>
      <Inner />
    </OnlyFor>
  )
}

function pageRoute(page: Page, parent: AnyRoute): AnyRoute {
  const base = page.area === 'public' ? '' : firstPaths[page.area]
  const path = page.path === '' ? base || '/' : `${base}/${page.path}`
  return createRoute({
    getParentRoute: () => parent,
    path,
    component: lazyRouteComponent(async () => ({ default: guarded(page, await page.load()) })),
    // Query strings stay strings, as they stand in the address; each page reads what it knows.
    loader: async ({ params, location }) => {
      const parts = (page.slots ?? []).flatMap((slot) => partsOf(slot))
      // What fails here the page asks for again itself, and shows what went wrong.
      const loading = parts.map((part) => loadPart(part).catch(() => undefined))
      const asking = [page, ...parts]
        .map(async ({ prefetch }) => prefetch?.(params as Record<string, string>, location.search))
        .map((each) => each.catch(() => undefined))
      // Answers that came with the page are there in a moment: drawn once, with them.
      if (hasAnswersInPage()) await Promise.race([Promise.all([...loading, ...asking]), new Promise((resolve) => setTimeout(resolve, 300))])
    },
  })
}
