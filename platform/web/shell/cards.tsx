/** The screens that many modules fill with cards: Today of a desk, and Me. */
import { lazy, Suspense, type ComponentType } from 'react'
import { useParams } from '@tanstack/react-router'
import { SkeletonLines } from '#ui/states.tsx'
import { meCardsFor, todayCardsFor, type Card, type CardProps } from '../registry.ts'
import { heldRoles, useSession } from '../session.ts'
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
