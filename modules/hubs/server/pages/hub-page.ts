/** A hub's page before the app is there: name, address, today's hours; without scripts also what else one needs to come. */
import { html } from 'hono/html'
import { urlOf } from '#platform/contract/client.ts'
import { pictureSources } from '#platform/contract/pictures.ts'
import { formatDay, formatMinutes, type Drawn, type Markup, type PageReader, type PublicPage } from '#platform/server/public-pages.ts'
import { getHub } from '../../contract/endpoints.ts'
import type { HubDetail } from '../../contract/schemas.ts'

export const hubPage: PublicPage = {
  path: '/hubs/{hubKey}',
  reads: ({ hubKey }) => [urlOf(getHub, { hubId: hubKey }, { days: 14 })],
  draw: ([answer], reader) => (answer === undefined ? undefined : drawHub(answer as HubDetail, reader)),
}

type DayOpening = HubDetail['opening'][number]

function drawHub(hub: HubDetail, reader: PageReader): Drawn {
  const { say, local, plain } = reader
  const name = plain(hub.names)
  const lead = hub.description ?? hub.audience
  const today = hub.opening[0]
  const pictures = hub.spaces.filter((space) => space.bookableAs !== 'none').slice(0, 2)
  const outside = hub.photos.find((photo) => photo.spaceId === null)
  const shown = [outside, ...pictures.map((space) => hub.photos.find((photo) => photo.spaceId === space.id))]
  const map = `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(`${hub.address.ja} ${hub.names.ja}`)}`
  const main = html`<div class="hub">
    <section class="hero wrap">
      <div>
        <nav aria-label="${say('public.page.nav')}">
          <ol class="crumb">
            <li><a href="/">${say('public.page.nav')}</a></li>
            ${hub.prefecture === null ? '' : html`<li><a href="/?prefecture=${hub.prefecture.code}">${say(`public.prefectures.p${hub.prefecture.code}`)}</a></li>`}
            ${hub.municipality === null ? '' : html`<li><span>${plain(hub.municipality.names)}</span></li>`}
          </ol>
        </nav>
        <h1>${local(hub.names)}</h1>
        ${lead === null ? '' : html`<p class="lead">${local(lead)}</p>`}
        <p class="addr">
          <svg class="i" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
            <path d="M12 21.5S5 15 5 9.7a7 7 0 0 1 14 0C19 15 12 21.5 12 21.5ZM12 12a2.4 2.4 0 1 0 0-4.8A2.4 2.4 0 0 0 12 12Z" />
          </svg>
          <span
            >${local(hub.address)}${'　'}<a href="${map}" target="_blank" rel="noreferrer"
              >${say('public.page.openMap')}<span class="sr">${say('public.page.opensElsewhere')}</span></a
            ></span
          >
        </p>
        <div class="nowbox">
          ${
            today === undefined
              ? ''
              : html`<div>
                  <p class="dense muted">${say('public.page.todayIs', { day: formatDay(today.on, reader.language) })}</p>
                  <p class="big">${hoursOf(today, reader)}</p>
                </div>`
          }
        </div>
      </div>
      <div class="pics">
        ${shown.map((photo) => html`<figure class="ph">${photo === undefined ? '' : drawPhoto(photo, plain(photo.alt))}</figure>`)}
      </div>
    </section>
    <div class="bookband min-h-[42rem]"><noscript>${drawRest(hub, reader)}</noscript></div>
  </div>`
  return {
    title: name,
    description: lead === null ? `${name}｜${plain(hub.address)}` : plain(lead),
    main,
    ...(outside === undefined ? {} : { picture: outside.href }),
  }
}

/** As the app shows it, so that a telephone does not load the large one first. */
function drawPhoto(photo: HubDetail['photos'][number], alt: string): Markup {
  const { srcSet, sizes } = pictureSources(photo.href)
  return html`<img src="${photo.href}" srcset="${srcSet}" sizes="${sizes}" alt="${alt}" />`
}

/** For readers without scripts: they cannot book here, but they can come or call. */
function drawRest(hub: HubDetail, reader: PageReader): Markup {
  const { say, local } = reader
  const spaces = hub.spaces.filter((space) => space.kind !== 'floor' && space.kind !== 'building')
  return html`<div class="wrap">
    <h2>${say('public.page.comingHours')}</h2>
    <ul>
      ${hub.opening.slice(0, 7).map((day) => html`<li>${formatDay(day.on, reader.language)} ${hoursOf(day, reader)} ${day.label === null ? '' : local(day.label)}</li>`)}
    </ul>
    <h2>${say('public.page.spaces')}</h2>
    <ul>
      ${spaces.map((space) => html`<li>${local(space.names)}</li>`)}
    </ul>
    <h2>${say('public.page.gettingIn')}</h2>
    <p>${hub.gettingIn === null ? say('public.page.gettingInByMail') : local(hub.gettingIn)}</p>
    ${hub.phone === null ? '' : html`<p>${say('public.page.phone')} <a href="tel:${hub.phone.replaceAll(/[^+\d]/g, '')}">${hub.phone}</a></p>`}
    <p>${say('public.page.runBy', { name: reader.plain(hub.consortium.names) })}</p>
  </div>`
}

export function hoursOf(day: DayOpening, { say }: PageReader): string {
  if (day.periods.length === 0) return say(day.reason === 'unknown' ? 'public.openingReasons.unknown' : 'public.closed')
  return day.periods
    .map((period) => `${formatMinutes(period.opensMinute)}–${formatMinutes(period.closesMinute)}`)
    .join(say('public.page.and'))
}
