/**
 * What a module adds to the screens. Each module's `web/index.ts` exports one `WebModule`; `apps/web` lists them.
 * What many modules add to one screen (cards of Today and Me, settings, navigation) comes through here, never by imports.
 */
import type { ComponentType, ReactNode } from 'react'
import type { QueryKey } from '@tanstack/react-query'
import type { Role } from '#platform/contract/permissions.ts'
import type { IconName } from '#ui/icon.tsx'
import type { Tone } from '#ui/marks.tsx'
import type { Session } from './session.ts'

/**
 * Where a page stands, and what its path is relative to:
 * `public` `/…`, for everybody, five languages; `me` `/me/…`, a signed-in person;
 * `operator` `/operate/$hubKey/…`, one hub's desk; `settings` `/settings/…`, the consortium's own;
 * `screen` a page on a wall or a stand: no frame and no person, proved by a code of its own.
 */
export type Area = 'public' | 'me' | 'operator' | 'settings' | 'screen'

/** A component that is its own chunk: `() => import('./pages/hub.page.tsx').then((file) => file.HubPage)`. */
export type Lazy<P = object> = () => Promise<ComponentType<P>>

export interface Page {
  readonly area: Area
  /** Relative to the area, parameters with a dollar: `hubs/$hubKey`. Empty: the area's own first page. */
  readonly path: string
  readonly load: Lazy
  /** Starts what the page will ask for, while its code still loads. Fails silently: the page asks again itself. */
  readonly prefetch?: (parameters: Readonly<Record<string, string>>, search: Readonly<Record<string, unknown>>) => unknown
  /** Places of this page that other modules fill: their code loads together with the page's. */
  readonly slots?: readonly string[]
  /** Who may see it; others get told so. The server decides again on each call. */
  readonly roles?: readonly Role[]
}

/** An entry of the bar and, where it has an icon and a place, of the tabs under the thumb. */
export interface NavItem {
  readonly area: Area
  readonly key: string
  readonly order: number
  readonly to: string
  readonly icon: IconName
  /** A hook: it may use the module's texts. */
  readonly useLabel: () => string
  readonly roles?: readonly Role[]
  /** Current only at exactly this address. */
  readonly isExact?: boolean
}

export interface Card {
  readonly key: string
  readonly order: number
  /** `wide` cards take the whole width, the others stand side by side where there is room. */
  readonly size: 'wide' | 'normal'
  readonly load: Lazy<CardProps>
  readonly roles?: readonly Role[]
}

export interface CardProps {
  /** On Today: the hub of the desk. On Me: empty. */
  readonly hubKey: string
}

/** Something that needs somebody at a hub's desk now, in the words of the module that knows of it. */
export interface DeskNeed {
  /** Unlike any other of the same source; the same while it is the same need. */
  readonly id: string
  /** When it becomes worse, or began; milliseconds. The most pressing comes first. */
  readonly dueAt: number
  /** Does not settle by itself. */
  readonly isHot: boolean
  readonly mark: { readonly tone: Tone; readonly icon: IconName; readonly word: string }
  /** How long still, or since when. */
  readonly left: string
  readonly what: string
  readonly why: string
  /** What can be done about it from here. */
  readonly acts: ReactNode
}

/** Where needs of the desk come from: a component that draws nothing, and says each time what it knows of. */
export interface NeedSource {
  readonly key: string
  readonly order: number
  readonly load: Lazy<NeedSourceProps>
  readonly roles?: readonly Role[]
}

export interface NeedSourceProps {
  readonly hub: { readonly id: string; readonly key: string; readonly zone: string }
  /** The hub's clock, milliseconds. */
  readonly now: number
  /** Stays the same function: it may stand among the dependencies of an effect. */
  readonly onNeeds: (needs: readonly DeskNeed[]) => void
}

export interface SettingsEntry {
  readonly key: string
  readonly order: number
  readonly to: string
  readonly icon: IconName
  readonly useLabel: () => string
  /** A sentence on what is set there. */
  readonly useAbout: () => string
  readonly roles?: readonly Role[]
}

export interface WebModule {
  readonly name: string
  readonly pages: readonly Page[]
  readonly nav?: readonly NavItem[]
  readonly todayCards?: readonly Card[]
  readonly meCards?: readonly Card[]
  /** What needs somebody at the desk now; stands first on Today. */
  readonly needs?: readonly NeedSource[]
  readonly settings?: readonly SettingsEntry[]
  /** Event type → fronts of the query keys that it makes stale; a key of an endpoint is `keyOf(endpoint)`. */
  readonly live?: Readonly<Record<string, readonly QueryKey[]>>
  /** Who is signed in; exactly one module answers this (`people`). */
  readonly session?: () => Promise<Session | undefined>
  readonly signOut?: () => Promise<void>
  /** Stands in the operator's bar and chooses the hub; exactly one module has it (`hubs`). */
  readonly deskPicker?: Lazy<CardProps>
  /** The key of the hub whose desk opens when none is named; asked when `/operate` is opened. */
  readonly firstDesk?: () => Promise<string | undefined>
  /** Parts that this module puts into pages of others. */
  readonly parts?: readonly Part[]
}

/**
 * A part of another module's page. The page names the place (`hubs.hub-page.now`) and says in its own file what it
 * hands over; whoever stands on that module may fill it.
 */
export interface Part {
  readonly slot: string
  readonly key: string
  readonly order: number
  // oxlint-disable-next-line typescript/no-explicit-any -- each slot has its own props, declared where it is drawn
  readonly load: Lazy<any>
  /** As of a page. */
  readonly prefetch?: Page['prefetch']
}

let modules: readonly WebModule[] = []

/** Called once by `apps/web`. */
export function setModules(given: readonly WebModule[]): void {
  modules = given
}

const byOrder = (a: { order: number }, b: { order: number }): number => a.order - b.order
const mayUse = (roles: readonly Role[] | undefined, held: readonly Role[]): boolean =>
  roles === undefined || roles.some((role) => held.includes(role))

export const allModules = (): readonly WebModule[] => modules
export const navOf = (area: Area, held: readonly Role[]): NavItem[] =>
  modules
    .flatMap((module) => module.nav ?? [])
    .filter((item) => item.area === area && mayUse(item.roles, held))
    .toSorted(byOrder)
export const todayCardsFor = (held: readonly Role[]): Card[] =>
  modules
    .flatMap((module) => module.todayCards ?? [])
    .filter((card) => mayUse(card.roles, held))
    .toSorted(byOrder)
export const meCardsFor = (held: readonly Role[]): Card[] =>
  modules
    .flatMap((module) => module.meCards ?? [])
    .filter((card) => mayUse(card.roles, held))
    .toSorted(byOrder)
export const needSourcesFor = (held: readonly Role[]): NeedSource[] =>
  modules
    .flatMap((module) => module.needs ?? [])
    .filter((source) => mayUse(source.roles, held))
    .toSorted(byOrder)
export const settingsFor = (held: readonly Role[]): SettingsEntry[] =>
  modules
    .flatMap((module) => module.settings ?? [])
    .filter((entry) => mayUse(entry.roles, held))
    .toSorted(byOrder)
export const deskPicker = (): Lazy<CardProps> | undefined => modules.find((module) => module.deskPicker !== undefined)?.deskPicker
export const partsOf = (slot: string): Part[] =>
  modules
    .flatMap((module) => module.parts ?? [])
    .filter((part) => part.slot === slot)
    .toSorted(byOrder)
