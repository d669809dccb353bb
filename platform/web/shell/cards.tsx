/** The screens that many modules fill: Today of a desk, Me, and the list of settings. */
import { lazy, Suspense, type ComponentType } from 'react'
import { useParams } from '@tanstack/react-router'
import { Icon } from '#ui/icon.tsx'
import { Link } from '#ui/link.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { meCardsFor, settingsFor, todayCardsFor, type Card, type CardProps, type SettingsEntry } from '../registry.ts'
import { heldRoles, useSession } from '../session.ts'
import { PageHead, usePageTitle } from './page.tsx'
import { usePlatformTexts } from './words.tsx'

const loaded = new Map<string, ComponentType<CardProps>>()
function componentOf(card: Card): ComponentType<CardProps> {
  const found = loaded.get(card.key)
  if (found !== undefined) return found
  const made = lazy(async () => ({ default: await card.load() }))
  loaded.set(card.key, made)
  return made
}

/** Wide cards one below the other, the others side by side where there is room. A card that has nothing to say draws nothing. */
export function Cards({ cards, hubKey }: { cards: readonly Card[]; hubKey: string }) {
  const t = usePlatformTexts()
  return (
    <div className="grid grid-cols-1 gap-x-12 gap-y-10 pb-16 lg:grid-cols-6">
      {cards.map((card) => {
        const Component = componentOf(card)
        return (
          <div
            key={card.key}
            className={card.size === 'wide' ? 'min-w-0 empty:hidden lg:col-span-6' : 'min-w-0 empty:hidden lg:col-span-2'}
          >
            <Suspense fallback={<SkeletonLines label={t('public.loading')} />}>
              <Component hubKey={hubKey} />
            </Suspense>
          </div>
        )
      })}
    </div>
  )
}

export function TodayCards() {
  const { session } = useSession()
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  return <Cards cards={todayCardsFor(heldRoles(session))} hubKey={hubKey} />
}

export function MeCards() {
  const { session } = useSession()
  return <Cards cards={meCardsFor(heldRoles(session))} hubKey="" />
}

export function SettingsPage() {
  const t = usePlatformTexts()
  const { session } = useSession()
  usePageTitle([t('shell.settingsTitle')])
  return (
    <div className="wrap pb-16">
      <PageHead title={t('shell.settingsTitle')} />
      <ul className="border-t-2 border-ink">
        {settingsFor(heldRoles(session)).map((entry) => (
          <SettingsRow key={entry.key} entry={entry} />
        ))}
      </ul>
    </div>
  )
}

function SettingsRow({ entry }: { entry: SettingsEntry }) {
  const label = entry.useLabel()
  const about = entry.useAbout()
  return (
    <li className="border-b border-rule">
      <Link to={entry.to} className="flex min-h-16 items-center gap-4 py-3 text-ink no-underline hover:underline">
        <Icon name={entry.icon} className="text-ink-3" />
        <span className="min-w-0 flex-1">
          <b className="block leading-normal">{label}</b>
          <span className="dense muted">{about}</span>
        </span>
        <Icon name="right" className="text-ink-3" />
      </Link>
    </li>
  )
}
