/** "Repeat" in a booking form: the rule, and below it each day as it would be booked, before anything is. */
import { useState } from 'react'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Checkbox } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import type { WantedIn } from '../../../contract/schemas.ts'
import type { DayChoice, SeriesPreview } from '../../../contract/series/schemas.ts'
import { usePreview, type SeriesWishIn } from '../../series/queries.ts'
import { useSay } from '../say.tsx'
import { wallTimeOf, type When } from '../when-fields.tsx'
import { RuleFields, ruleOf, rulesFrom, type RuleFieldsValue } from './rule-fields.tsx'
import { TriedDays } from './tried-days.tsx'

export interface RepeatValue {
  readonly fields: RuleFieldsValue
  readonly choices: ReadonlyMap<string, DayChoice>
}

export interface RepeatWish {
  readonly what: WantedIn
  readonly when: When
  readonly partySize: number
  readonly purpose?: string
  readonly forOrganisation?: boolean
  /** Empty: none. */
  readonly reductionId?: string
}

/** What is sent; choices of days that the rule has no more are left behind. */
export function seriesWishOf({ fields, choices }: RepeatValue, wish: RepeatWish): SeriesWishIn {
  const { when } = wish
  return {
    what: wish.what,
    rule: ruleOf(fields, when.day),
    start: wallTimeOf(when.start % 1440),
    end: wallTimeOf(when.end === 1440 ? 1440 : when.end % 1440),
    partySize: wish.partySize,
    ...(wish.purpose === undefined || wish.purpose.trim() === '' ? {} : { purpose: wish.purpose }),
    forOrganisation: wish.forOrganisation ?? false,
    ...(wish.reductionId === undefined || wish.reductionId === '' ? {} : { reductionId: wish.reductionId }),
    choices: [...choices.values()],
  }
}

/** The state of the part, for the form around it. `key`: another place, day or time makes choices void. */
export function useRepeat(wish: RepeatWish | undefined, hubId: string | undefined) {
  const [value, setValue] = useState<RepeatValue | undefined>(undefined)
  const body = value === undefined || wish === undefined ? undefined : seriesWishOf(value, wish)
  // the purpose changes nothing about what is free
  const preview = usePreview(hubId, body === undefined ? undefined : { ...body, purpose: undefined })
  return {
    value,
    setValue,
    body,
    preview,
    isReady: preview.data !== undefined && !preview.isPlaceholderData && preview.data.refusedCount === 0,
  }
}
export type Repeat = ReturnType<typeof useRepeat>

export function RepeatPart({ repeat, wish, zone }: { repeat: Repeat; wish: RepeatWish; zone: string }) {
  const say = useSay()
  const { t } = say
  const { value, setValue, preview } = repeat
  const choose = (day: string, choice: DayChoice | undefined): void => {
    if (value === undefined) return
    const choices = new Map(value.choices)
    if (choice === undefined) choices.delete(day)
    else choices.set(day, choice)
    setValue({ ...value, choices })
  }
  return (
    <div className="grid gap-4">
      <Checkbox
        isChecked={value !== undefined}
        onChange={(isOn) => setValue(isOn ? { fields: rulesFrom(wish.when.day), choices: new Map() } : undefined)}
      >
        {t('series.repeat')}
        <span className="dense muted block">{t('series.repeatHint')}</span>
      </Checkbox>
      {value !== undefined && (
        <div className="grid gap-5 rounded-8 border border-rule p-4">
          {/* another rule means other days: what was chosen for the old ones is not carried over */}
          <RuleFields
            value={value.fields}
            day={wish.when.day}
            zone={zone}
            onChange={(fields) => setValue({ fields, choices: new Map() })}
          />
          <section aria-label={t('series.previewTitle')} aria-busy={preview.isFetching} className="grid gap-3">
            {preview.data !== undefined ? (
              <>
                <PreviewSum
                  preview={preview.data}
                  onLeaveOut={(days) => setValue({ ...value, choices: withLeftOut(value.choices, days) })}
                />
                <div inert={preview.isPlaceholderData} className={preview.isPlaceholderData ? 'opacity-60' : undefined}>
                  <TriedDays days={preview.data.days} zone={zone} what={wish.what} choices={value.choices} onChoose={choose} />
                </div>
                <Passed preview={preview.data} />
              </>
            ) : preview.error !== null ? (
              <ProblemState error={preview.error} onRetry={() => void preview.refetch()} isRetrying={preview.isFetching} />
            ) : (
              <SkeletonLines count={4} label={t('series.previewing')} />
            )}
          </section>
        </div>
      )}
    </div>
  )
}

function withLeftOut(choices: ReadonlyMap<string, DayChoice>, days: readonly string[]): ReadonlyMap<string, DayChoice> {
  return new Map([...choices, ...days.map((day): [string, DayChoice] => [day, { day, isLeftOut: true }])])
}

function PreviewSum({ preview, onLeaveOut }: { preview: SeriesPreview; onLeaveOut: (days: readonly string[]) => void }) {
  const say = useSay()
  const { t } = say
  const refused = preview.days.filter(({ state }) => state !== 'free' && state !== 'left_out').map(({ day }) => day)
  const leftOut = preview.days.filter(({ state }) => state === 'left_out').length
  return (
    <div aria-live="polite" className="grid gap-2">
      <p className="font-bold">
        {preview.freeCount === 0
          ? t('series.previewNone')
          : t('series.previewSum', { count: preview.freeCount, fee: say.fee(preview.feeYen) })}
        {leftOut > 0 && <span className="dense muted font-normal">{`　${t('series.leftOutSum', { count: leftOut })}`}</span>}
      </p>
      {refused.length > 0 && (
        <Note tone="bad">
          <p className="font-bold">{t('series.refusedSum', { count: refused.length })}</p>
          <div className="mt-2">
            <Button size="small" onClick={() => onLeaveOut(refused)}>
              {t('series.leaveAllOut')}
            </Button>
          </div>
        </Note>
      )}
    </div>
  )
}

/** Holidays and short months that the rule passes over by itself: said, so that nobody counts on them. */
function Passed({ preview }: { preview: SeriesPreview }) {
  const say = useSay()
  const { t } = say
  if (preview.passed.length === 0) return null
  return (
    <div className="dense muted">
      <p>{t('series.passedTitle')}</p>
      <ul>
        {preview.passed.map(({ day, why, holiday }) => (
          <li key={day}>
            {say.day(day)}
            {'　'}
            {why === 'holiday' ? t('series.passedHoliday', { name: holiday === null ? '' : say.local(holiday) }) : t('series.passedShort')}
          </li>
        ))}
      </ul>
    </div>
  )
}
