/** The rules of a place as a form holds them: numbers as they are typed, and back. No words here. */
import type { Terms } from '../../../contract/policy/rules.ts'
import type { RuleGroup, Rules, RulesDraft, RulesOfPlace } from '../../../contract/policy/schemas.ts'
import { userClasses, type UserClass } from '../../../contract/schemas.ts'

export const priceKeys = ['hourYen', 'dayYen', 'morningYen', 'afternoonYen', 'eveningYen'] as const
export type PriceKey = (typeof priceKeys)[number]

type Typed<K extends string> = Record<K, string>
const numberKeys = [
  'granularityMinutes',
  'shortestMinutes',
  'longestMinutes',
  'daysAhead',
  'bufferBeforeMinutes',
  'bufferAfterMinutes',
  'holdMinutes',
  'approvalHours',
] as const
export type NumberKey = (typeof numberKeys)[number]

export interface QuotaDraft {
  readonly of: Rules['quotas'][number]['of']
  readonly per: Rules['quotas'][number]['per']
  readonly unit: Rules['quotas'][number]['unit']
  readonly most: string
}

export interface FeeDraft {
  readonly validFrom: string
  readonly prices: readonly { readonly userClass: UserClass; readonly yen: Typed<PriceKey> }[]
  /** `09:00`. */
  readonly blocks: Typed<'morning' | 'afternoon' | 'evening'>
  readonly deadlineHours: string
  readonly steps: readonly { readonly fromDaysBefore: string; readonly percent: string }[]
  readonly noShowPercent: string
}

export interface FormDraft {
  readonly version: number
  readonly inherits: readonly RuleGroup[]
  readonly who: Rules['who']
  readonly deskMayOverride: boolean
  readonly numbers: Typed<NumberKey>
  readonly quotas: readonly QuotaDraft[]
  readonly needsApproval: boolean
  readonly releases: boolean
  readonly releaseMinutes: string
  /** Undefined: prices stay as they are. */
  readonly fee: FeeDraft | undefined
}

export function draftOf(place: RulesOfPlace): FormDraft {
  const { rules } = place
  return {
    version: place.version,
    inherits: place.inherits,
    who: rules.who,
    deskMayOverride: rules.deskMayOverride,
    numbers: Object.fromEntries(numberKeys.map((key) => [key, String(rules[key])])) as Typed<NumberKey>,
    quotas: rules.quotas.map((quota) => ({ ...quota, most: String(quota.most) })),
    needsApproval: rules.needsApproval,
    releases: rules.releaseMinutes !== null,
    releaseMinutes: String(rules.releaseMinutes ?? 20),
    fee: undefined,
  }
}

const wallOf = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** To begin with: what holds now, from a day on. */
export function feeDraftOf(terms: Terms, validFrom: string): FeeDraft {
  const classes = userClasses.filter((userClass) => userClass === 'general' || terms.prices[userClass] !== undefined)
  return {
    validFrom,
    prices: classes.map((userClass) => ({ userClass, yen: typedPrices(terms, userClass) })),
    blocks: { morning: wallOf(terms.blocks.morning), afternoon: wallOf(terms.blocks.afternoon), evening: wallOf(terms.blocks.evening) },
    deadlineHours: terms.cancellation.deadlineHours === null ? '' : String(terms.cancellation.deadlineHours),
    steps: terms.cancellation.steps.map((step) => ({ fromDaysBefore: String(step.fromDaysBefore), percent: String(step.percent) })),
    noShowPercent: String(terms.cancellation.noShowPercent),
  }
}

export const typedPrices = (terms: Terms | undefined, userClass: UserClass): Typed<PriceKey> =>
  Object.fromEntries(
    priceKeys.map((key) => {
      const yen = terms?.prices[userClass]?.[key]
      return [key, yen === null || yen === undefined ? '' : String(yen)]
    }),
  ) as Typed<PriceKey>

/** A whole number as people type it, full-width and with separators; undefined where it is none or out of bounds. */
export function numberIn(text: string, least: number, most: number): number | undefined {
  const plain = text.normalize('NFKC').replaceAll(/[,\s]/g, '')
  if (!/^\d+$/.test(plain)) return undefined
  const value = Number(plain)
  return value >= least && value <= most ? value : undefined
}

export const bounds: Record<NumberKey, readonly [number, number]> = {
  granularityMinutes: [5, 1_440],
  shortestMinutes: [1, 44_640],
  longestMinutes: [1, 44_640],
  daysAhead: [0, 1_100],
  bufferBeforeMinutes: [0, 1_440],
  bufferAfterMinutes: [0, 1_440],
  holdMinutes: [5, 1_440],
  approvalHours: [1, 2_160],
}

/** What is sent, or the names of the fields that cannot be read. A group that is another's is not asked about. */
export function readDraft(draft: FormDraft, place: RulesOfPlace): { body: RulesDraft } | { wrong: ReadonlySet<string> } {
  const wrong = new Set<string>()
  const isOwn = (group: RuleGroup): boolean => !draft.inherits.includes(group)
  const number = (name: string, text: string, [least, most]: readonly [number, number], group: RuleGroup, otherwise: number): number => {
    if (!isOwn(group)) return otherwise
    const value = numberIn(text, least, most)
    if (value === undefined) wrong.add(name)
    return value ?? otherwise
  }
  const field = (key: NumberKey, group: RuleGroup): number => number(key, draft.numbers[key], bounds[key], group, place.rules[key])
  const rules: Rules = {
    who: draft.who,
    deskMayOverride: draft.deskMayOverride,
    granularityMinutes: field('granularityMinutes', 'time'),
    shortestMinutes: field('shortestMinutes', 'time'),
    longestMinutes: field('longestMinutes', 'time'),
    daysAhead: field('daysAhead', 'time'),
    holdMinutes: field('holdMinutes', 'time'),
    bufferBeforeMinutes: field('bufferBeforeMinutes', 'buffer'),
    bufferAfterMinutes: field('bufferAfterMinutes', 'buffer'),
    quotas: draft.quotas.map(({ most, ...quota }, i) => ({ ...quota, most: number(`quota${i}`, most, [1, 1_000], 'quota', 1) })),
    needsApproval: draft.needsApproval,
    approvalHours: field('approvalHours', 'approval'),
    releaseMinutes: draft.releases ? number('releaseMinutes', draft.releaseMinutes, [5, 1_440], 'release', 20) : null,
  }
  if (1_440 % rules.granularityMinutes !== 0) wrong.add('granularityMinutes')
  if (rules.longestMinutes < rules.shortestMinutes) wrong.add('longestMinutes')
  const tariff = draft.fee === undefined || !isOwn('fee') ? undefined : readFee(draft.fee, wrong)
  return wrong.size > 0
    ? { wrong }
    : { body: { version: draft.version, inherits: [...draft.inherits], rules, ...(tariff === undefined ? {} : { tariff }) } }
}

function readFee(fee: FeeDraft, wrong: Set<string>): NonNullable<RulesDraft['tariff']> {
  const need = (name: string, text: string, least: number, most: number): number => {
    const value = numberIn(text, least, most)
    if (value === undefined) wrong.add(name)
    return value ?? 0
  }
  const minute = (name: 'morning' | 'afternoon' | 'evening'): number => {
    const match = /^(\d\d):(\d\d)$/.exec(fee.blocks[name])
    if (match === null) wrong.add(name)
    return match === null ? 0 : Number(match[1]) * 60 + Number(match[2])
  }
  if (!/^\d{4}-\d\d-\d\d$/.test(fee.validFrom)) wrong.add('validFrom')
  const prices = Object.fromEntries(
    fee.prices.map(({ userClass, yen }) => [
      userClass,
      Object.fromEntries(
        priceKeys.map((key) => [key, yen[key].trim() === '' ? null : need(`${userClass}.${key}`, yen[key], 0, 1_000_000_000)]),
      ),
    ]),
  ) as unknown as NonNullable<RulesDraft['tariff']>['terms']['prices']
  const blocks = { morning: minute('morning'), afternoon: minute('afternoon'), evening: minute('evening') }
  if (blocks.afternoon <= blocks.morning) wrong.add('afternoon')
  if (blocks.evening <= blocks.afternoon) wrong.add('evening')
  return {
    validFrom: fee.validFrom,
    terms: {
      prices,
      blocks,
      cancellation: {
        deadlineHours: fee.deadlineHours.trim() === '' ? null : need('deadlineHours', fee.deadlineHours, 0, 8_760),
        steps: fee.steps.map((step, i) => ({
          fromDaysBefore: need(`step${i}.days`, step.fromDaysBefore, 0, 365),
          percent: need(`step${i}.percent`, step.percent, 0, 100),
        })),
        noShowPercent: need('noShowPercent', fee.noShowPercent, 0, 100),
      },
    },
  }
}
