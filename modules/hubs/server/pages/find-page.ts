/** The list of hubs before the app is there: each with its town and today's hours. */
import { html } from 'hono/html'
import { urlOf } from '#platform/contract/client.ts'
import { formatMinutes, type Drawn, type Markup, type PageReader, type PublicPage } from '#platform/server/public-pages.ts'
import { listHubs } from '../../contract/endpoints.ts'
import { openingNews } from '../../contract/rules.ts'
import type { HubSummary } from '../../contract/schemas.ts'
import { hoursOf } from './hub-page.ts'

export const findPage: PublicPage = {
  path: '/',
  reads: () => [urlOf(listHubs, {}, { limit: 200 })],
  draw: ([answer], reader) => (answer === undefined ? undefined : drawList((answer as { items: readonly HubSummary[] }).items, reader)),
}

function drawList(hubs: readonly HubSummary[], reader: PageReader): Drawn {
  const { say } = reader
  const groups = Map.groupBy(
    hubs.toSorted((a, b) => (a.prefecture?.code ?? '99').localeCompare(b.prefecture?.code ?? '99')),
    (hub) => hub.prefecture?.code ?? '',
  )
  const main = html`<div class="wrap pb-16">
    <div class="max-w-[52rem] pb-8 pt-10 max-md:pb-6 max-md:pt-6">
      <h1 class="text-[2.8125rem] leading-[1.35] tracking-[0.01em] max-md:text-[1.75rem]">${headingOf(hubs, reader)}</h1>
      <p class="mt-4 text-[1.125rem] leading-[1.8] max-md:mt-2 max-md:text-base">${say('public.page.findLead')}</p>
    </div>
    <div class="find find-room border-t-2 border-ink py-6"></div>
    ${[...groups].map(
      ([code, group]) =>
        html`<section class="pt-6">
          <h2 class="flex items-baseline gap-3 border-b border-ink pb-2 text-[1.25rem]">
            ${code === '' ? say('public.page.elsewhere') : say(`public.prefectures.p${code}`)}
          </h2>
          ${group.map((hub) => drawRow(hub, reader))}
        </section>`,
    )}
  </div>`
  return { title: say('public.page.findTitle'), description: say('public.page.findLead'), main }
}

function headingOf(hubs: readonly HubSummary[], { say, now }: PageReader): string {
  const news = openingNews(
    hubs.map((hub) => {
      const here = now.toZonedDateTimeISO(hub.zone)
      return { isOpenNow: hub.isOpenNow, periods: hub.today.periods, nowMinute: here.hour * 60 + here.minute }
    }),
  )
  if (news.is === 'open') return say('public.page.openNowOf', { open: news.open, count: hubs.length })
  return news.is === 'later'
    ? say('public.page.opensLater', { count: news.count, time: formatMinutes(news.opensMinute) })
    : say('public.page.openNoMore')
}

function drawRow(hub: HubSummary, reader: PageReader): Markup {
  const { say, local } = reader
  const kinds = hub.kinds.filter((kind) => kind !== 'floor' && kind !== 'building').map((kind) => say(`public.spaceKinds.${kind}`))
  return html`<article class="place">
    <div class="min-w-0">
      <h3><a href="/hubs/${hub.key}">${local(hub.names)}</a></h3>
      <p class="dense muted">
        ${hub.municipality === null ? '' : html`${local(hub.municipality.names)}${'　'}`}${kinds.join(say('public.page.and'))}
      </p>
    </div>
    <div class="min-w-0">
      <p class="flex flex-wrap items-center gap-x-4 leading-normal">
        <span class="dense muted">${say('public.page.today')}</span><b>${hoursOf(hub.today, reader)}</b>
      </p>
    </div>
    <p class="dense muted md:text-right">${hub.unitCount > 0 ? say('public.page.unitCount', { count: hub.unitCount }) : ''}</p>
  </article>`
}
