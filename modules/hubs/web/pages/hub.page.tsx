/** A hub for strangers: is it open, is there room, book, then everything else. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Fragment, useDeferredValue, useEffect, useState } from 'react'
import { pictureSources } from '#platform/contract/pictures.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLiveStream } from '#platform/web/live.ts'
import { Local, textIn, useLocalText } from '#platform/web/local-text.tsx'
import { dayOf, formatDay, hoursOfDay } from '#platform/web/format.ts'
import { PagePending, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Slot } from '#platform/web/shell/slot.tsx'
import { partsOf } from '#platform/web/registry.ts'
import { usePlatformTexts } from '#platform/web/shell/words.tsx'
import { Icon } from '#ui/icon.tsx'
import { Breadcrumb } from '#ui/link.tsx'
import { Picture } from '#ui/picture.tsx'
import { Skeleton } from '#ui/states.tsx'
import type { HubDetail, SpaceKind } from '../../contract/schemas.ts'
import { FloorPlanView } from '../components/floor-plan.tsx'
import type { HubPlanProps } from '../components/hub-page-props.tsx'
import { drawingOf, prefectureKey, useSpaceFacts } from '../components/kinds.tsx'
import { ComingHours, OpenMark, TodayBand, useHoursText } from '../components/opening-hours.tsx'
import { hubQuery } from '../queries.ts'
import { hubPageSlots } from '../routes.tsx'
import { useHubsTexts } from '../texts.ts'

export function HubPage() {
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  const hub = useQuery(hubQuery(hubKey))
  useLiveStream({ hubKey, isOn: hub.data !== undefined })
  if (hub.data !== undefined) return <Hub hub={hub.data} />
  if (hub.isError) {
    return (
      <div className="wrap py-8">
        <ProblemState error={hub.error} onRetry={() => void hub.refetch()} isRetrying={hub.isFetching} />
      </div>
    )
  }
  return <PagePending />
}

/** Booking fills this place; nothing below it moves. */
const bookRoom = <div className="bookband min-h-[42rem]" />

function Hub({ hub }: { hub: HubDetail }) {
  const t = useHubsTexts()
  const p = usePlatformTexts()
  const language = useLanguage()
  const local = useLocalText()
  const hours = useHoursText()
  const now = useNow()
  // What lies below the fold is drawn after the first paint, in slices.
  const isSecondPass = useDeferredValue(true, false)
  const name = local(hub.names)
  const lead = hub.description ?? hub.audience
  usePageTitle([name], lead === null ? `${name}｜${local(hub.address)}` : textIn(lead, language))
  const today = hub.opening.find((day) => day.on === dayOf(now, hub.zone)) ?? hub.opening[0]
  return (
    <div className="hub">
      <section className="hero wrap">
        <div>
          <Breadcrumb
            label={p('public.breadcrumb')}
            crumbs={[
              { label: t('public.page.nav'), target: { to: '/' } },
              ...(hub.prefecture === null
                ? []
                : [{ label: t(prefectureKey(hub.prefecture.code)), target: { to: '/', search: { prefecture: hub.prefecture.code } } }]),
              ...(hub.municipality === null ? [] : [{ label: local(hub.municipality.names) }]),
            ]}
          />
          <h1 tabIndex={-1}>
            <Local text={hub.names} />
          </h1>
          {lead !== null && (
            <p className="lead">
              <Local text={lead} />
            </p>
          )}
          <p className="addr">
            <Icon name="pin" />
            <span>
              <Local text={hub.address} />
              {'　'}
              <a
                href={`https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(`${hub.address.ja} ${hub.names.ja}`)}`}
                target="_blank"
                rel="noreferrer"
              >
                {t('public.page.openMap')}
                <span className="sr">{t('public.page.opensElsewhere')}</span>
              </a>
            </span>
          </p>
          <div className="nowbox">
            {today !== undefined && (
              <div>
                <p className="dense muted">{t('public.page.todayIs', { day: formatDay(today.on, language) })}</p>
                <p className="big">
                  {hours(today)} <OpenMark hub={{ isOpenNow: hub.isOpenNow, today }} />
                </p>
                {today.periods.length > 0 && <TodayBand day={today} nowHours={hoursOfDay(now, today.on, hub.zone)} />}
              </div>
            )}
            <Slot name={hubPageSlots.now} props={{ hub }} fallback={<Skeleton height="5rem" />} />
          </div>
        </div>
        <Pictures hub={hub} />
      </section>
      {isSecondPass ? <Slot name={hubPageSlots.book} props={{ hub }} fallback={bookRoom} /> : bookRoom}
      {isSecondPass && (
        <div className="wrap duo">
          <Spaces hub={hub} />
          <GettingIn hub={hub} />
        </div>
      )}
      {isSecondPass && hub.plans.length > 0 && <Plans hub={hub} />}
      <p className="wrap dense muted pb-10">
        {t('public.page.runBy', { name: local(hub.consortium.names) })}
        {hub.assumed.length > 0 && (
          <>
            <br />
            {t('public.page.assumed')}
          </>
        )}
      </p>
    </div>
  )
}

function Pictures({ hub }: { hub: HubDetail }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const bookable = hub.spaces.filter((space) => space.bookableAs !== 'none').slice(0, 2)
  const pictures = [
    {
      key: 'outside',
      caption: t('public.page.outside'),
      drawing: 'house' as const,
      photo: hub.photos.find((photo) => photo.spaceId === null),
    },
    ...bookable.map((space) => ({
      key: space.id,
      caption: local(space.names),
      drawing: drawingOf[space.kind],
      photo: hub.photos.find((photo) => photo.spaceId === space.id),
    })),
  ]
  return (
    <div className="pics">
      {pictures.map(({ key, caption, drawing, photo }) => (
        <Picture
          key={key}
          drawing={drawing}
          caption={caption}
          photo={photo === undefined ? undefined : { href: photo.href, ...pictureSources(photo.href), alt: local(photo.alt) }}
        />
      ))}
    </div>
  )
}

const holders: ReadonlySet<SpaceKind> = new Set(['floor', 'building'])

function Spaces({ hub }: { hub: HubDetail }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const facts = useSpaceFacts()
  const spaces = hub.spaces.filter((space) => !holders.has(space.kind))
  const firstOfKind = new Set(
    Map.groupBy(spaces, (space) => space.kind)
      .values()
      .map((group) => group[0]?.id),
  )
  return (
    <section aria-labelledby="spaces">
      <h2 id="spaces">{t('public.page.spaces')}</h2>
      <div className="spcs">
        {spaces.map((space) => {
          const photo = hub.photos.find((each) => each.spaceId === space.id)
          return (
            <div key={space.id}>
              {/* Ten rooms alike need one picture. */}
              {(photo !== undefined || firstOfKind.has(space.id)) && (
                <Picture
                  drawing={drawingOf[space.kind]}
                  photo={photo === undefined ? undefined : { href: photo.href, ...pictureSources(photo.href), alt: local(photo.alt) }}
                />
              )}
              <h3>
                <Local text={space.names} />
              </h3>
              <p className="dense muted">{facts(space).join(t('public.page.and'))}</p>
              {space.uses.length > 0 && <p>{space.uses.map(local).join(t('public.page.and'))}</p>}
            </div>
          )
        })}
      </div>
      {hub.equipment.length > 0 && (
        <>
          <h3 className="mb-2 mt-8 text-[1.125rem]">{t('public.page.equipment')}</h3>
          <ul className="eq">
            {hub.equipment.map((item) => (
              <li key={item.id}>
                <Local text={item.names} />
                {item.count > 1 && <span className="muted"> ×{item.count}</span>}
                {item.handling === 'lendable' && (
                  <span className="dense muted ml-3 inline-block whitespace-nowrap">{t('public.handling.lendable')}</span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Plans({ hub }: { hub: HubDetail }) {
  const t = useHubsTexts()
  const isFilled = partsOf(hubPageSlots.plan).length > 0
  return (
    <section className="wrap grid gap-8 pb-16" aria-labelledby="plans">
      <h2 id="plans">{t('public.plan.title')}</h2>
      {hub.plans.map((plan) => {
        const draw: HubPlanProps['draw'] = (stateOf) => (
          <FloorPlanView plan={plan} spaces={hub.spaces} equipment={hub.equipment} {...(stateOf === undefined ? {} : { stateOf })} />
        )
        return (
          <Fragment key={plan.id}>
            {isFilled ? <Slot<HubPlanProps> name={hubPageSlots.plan} props={{ hub, plan, draw }} fallback={draw()} /> : draw()}
          </Fragment>
        )
      })}
    </section>
  )
}

function GettingIn({ hub }: { hub: HubDetail }) {
  const t = useHubsTexts()
  const language = useLanguage()
  const steps =
    hub.gettingIn === null
      ? []
      : textIn(hub.gettingIn, language)
          .split(/\n+/)
          .filter((line) => line.trim() !== '')
  return (
    <section aria-labelledby="getting-in">
      <h2 id="getting-in">{t('public.page.gettingIn')}</h2>
      {steps.length === 0 ? (
        <p>{t('public.page.gettingInByMail')}</p>
      ) : steps.length === 1 ? (
        <p>{steps[0]}</p>
      ) : (
        <ol className="steps">
          {steps.map((step, index) => (
            <li key={step}>
              <span className="no" aria-hidden="true">
                {index + 1}
              </span>
              <p>{step}</p>
            </li>
          ))}
        </ol>
      )}
      {hub.phone !== null && (
        <p className="note mt-6">
          <Icon name="phone" />
          <span>
            {t('public.page.phone')} <a href={`tel:${hub.phone.replaceAll(/[^+\d]/g, '')}`}>{hub.phone}</a>
          </span>
        </p>
      )}
      <h3 className="mb-2 mt-10 text-[1.125rem]">{t('public.page.comingHours')}</h3>
      <ComingHours days={hub.opening} count={7} />
    </section>
  )
}

/** The minute that the now line stands on. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
