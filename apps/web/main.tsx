/// <reference types="vite/client" />
import '#ui/styles/index.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { startTransition, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from '#platform/web/client.ts'
import { startLanguage } from '#platform/web/language.ts'
import { setLiveMapping } from '#platform/web/live.ts'
import { setModules } from '#platform/web/registry.ts'
import { sessionQuery } from '#platform/web/session.ts'
import { preloadTexts, setTextLoaders } from '#platform/web/texts.ts'
import { startTheme } from '#platform/web/theme.ts'
import type { QueryKey } from '@tanstack/react-query'
import { webModules } from './modules.ts'
import { focusAfterNavigation } from './navigation.ts'
import { makeRouter } from './router.tsx'
import { startService } from './service.ts'

startTheme()
const language = startLanguage()
setModules(webModules)
setTextLoaders(textLoaders())
setLiveMapping(liveMapping())
const words = preloadTexts(language, ['platform', ...webModules.filter((module) => module.nav !== undefined).map((module) => module.name)])
void draw(words)

// When all else is there: 124 pieces of font are described in a stylesheet that nothing on the screen waits for.
whenIdle(() => void import('#ui/styles/fonts.css'))

if (import.meta.env.PROD) whenIdle(() => void startService())

// A tab that was open during an upgrade asks for a chunk that is gone: one reload gets the new ones.
addEventListener('vite:preloadError', (event) => {
  // Without a line it is not the upgrade; the page says so itself.
  if (!navigator.onLine) return
  const key = 'hiroba.reloaded-for'
  if (sessionStorage.getItem(key) === import.meta.url) return
  sessionStorage.setItem(key, import.meta.url)
  event.preventDefault()
  location.reload()
})

function whenIdle(run: () => void): void {
  const soon = (): void => {
    // Safari has no idle callback
    if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 3_000 })
    else setTimeout(run, 500)
  }
  if (document.readyState === 'complete') soon()
  else addEventListener('load', soon, { once: true })
}

/**
 * What the server wrote stays until the app can draw all of it, and is drawn in slices; before that it is made in pieces:
 * a phone answers to the thumb meanwhile. A function, not a waiting module: pieces of the app that are loaded here wait
 * for this file.
 */
async function draw(words: Promise<unknown>): Promise<void> {
  await breath()
  void queryClient.prefetchQuery(sessionQuery)
  await breath()
  const router = makeRouter()
  focusAfterNavigation(router)
  await breath()
  await Promise.allSettled([words, router.load()])
  const place = document.getElementById('root')
  if (place === null) throw new Error('index.html has no #root')
  const app = createRoot(place)
  await breath()
  startTransition(() =>
    app.render(
      <StrictMode>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router as never} />
        </QueryClientProvider>
      </StrictMode>,
    ),
  )
}

/** Lets the browser answer to whoever touches the page before the work goes on. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

/** `../../modules/hubs/locales/zh-hans.ts` → `hubs/zh-Hans`. */
function textLoaders(): Map<string, () => Promise<unknown>> {
  const files = {
    ...import.meta.glob('../../modules/*/locales/{ja,en,zh-hans,zh-hant,ko}.ts'),
    ...import.meta.glob('../../platform/locales/{ja,en,zh-hans,zh-hant,ko}.ts'),
  }
  const loaders = new Map<string, () => Promise<unknown>>()
  for (const [path, load] of Object.entries(files)) {
    const match = /(?:modules\/([\w-]+)|(platform))\/locales\/(ja|en|zh-hans|zh-hant|ko)\.ts$/.exec(path)
    if (match === null) continue
    const tag = match[3] === 'zh-hans' ? 'zh-Hans' : match[3] === 'zh-hant' ? 'zh-Hant' : match[3]
    loaders.set(`${match[1] ?? match[2]}/${tag}`, load)
  }
  return loaders
}

function liveMapping(): Map<string, readonly QueryKey[]> {
  const mapping = new Map<string, QueryKey[]>()
  for (const module of webModules) {
    for (const [type, keys] of Object.entries(module.live ?? {})) mapping.set(type, [...(mapping.get(type) ?? []), ...keys])
  }
  return mapping
}
