/** Prices by class of users, the blocks of a day, and what cancelling costs; for use from a day on. */
import { Button, IconButton } from '#ui/button.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { userClasses, type UserClass } from '../../../contract/schemas.ts'
import { useSay } from '../say.tsx'
import { priceKeys, typedPrices, type FeeDraft } from './rules-draft.tsx'

const heads = { hourYen: 'hour', dayYen: 'day', morningYen: 'morning', afternoonYen: 'afternoon', eveningYen: 'evening' } as const

/** Every half hour, and whatever is set. */
const wallTimes = (set: string): string[] =>
  [
    ...new Set([
      ...Array.from({ length: 48 }, (_, i) => `${String(Math.floor(i / 2)).padStart(2, '0')}:${i % 2 === 0 ? '00' : '30'}`),
      set,
    ]),
  ].toSorted()

export function FeeFields({
  fee,
  onChange,
  wrong,
  today,
}: {
  fee: FeeDraft
  onChange: (fee: FeeDraft) => void
  wrong: ReadonlySet<string>
  today: string
}) {
  const { t } = useSay()
  const bad = (name: string): string | undefined => (wrong.has(name) ? t('rules.badNumber') : undefined)
  const left = userClasses.filter((userClass) => !fee.prices.some((row) => row.userClass === userClass))
  const setStep = (at: number, part: Partial<FeeDraft['steps'][number]>): void =>
    onChange({ ...fee, steps: fee.steps.map((step, i) => (i === at ? { ...step, ...part } : step)) })
  return (
    <div className="grid grid-cols-1 gap-6">
      <div className="max-w-xs">
        <TextField
          type="date"
          label={t('rules.fee.validFrom')}
          hint={t('rules.fee.validFromHint')}
          min={today}
          value={fee.validFrom}
          error={bad('validFrom')}
          onChange={(validFrom) => onChange({ ...fee, validFrom })}
        />
      </div>
      <div className="grid grid-cols-1 gap-3">
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: what scrolls is reached by keys */}
        <div className="tbl-scroll relative" role="region" aria-label={t('rules.groups.fee')} tabIndex={0}>
          <table className="tbl">
            <thead>
              <tr>
                <th scope="col">{t('rules.fee.userClass')}</th>
                {priceKeys.map((key) => (
                  <th key={key} scope="col">
                    {t(`rules.fee.${heads[key]}`)} <span className="dense muted">({t('rules.fee.yen')})</span>
                  </th>
                ))}
                <th scope="col">
                  <span className="sr">{t('rules.fee.keep')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {fee.prices.map((row) => (
                <tr key={row.userClass}>
                  <th scope="row" className="whitespace-nowrap">
                    {t(`rules.fee.classes.${row.userClass}`)}
                  </th>
                  {priceKeys.map((key) => (
                    <td key={key}>
                      <input
                        className="inp w-24 text-end"
                        inputMode="numeric"
                        aria-label={`${t(`rules.fee.classes.${row.userClass}`)} ${t(`rules.fee.${heads[key]}`)}`}
                        aria-invalid={wrong.has(`${row.userClass}.${key}`) ? true : undefined}
                        placeholder={t('rules.fee.none')}
                        value={row.yen[key]}
                        onChange={(event) =>
                          onChange({
                            ...fee,
                            prices: fee.prices.map((each) =>
                              each === row ? { ...each, yen: { ...each.yen, [key]: event.target.value } } : each,
                            ),
                          })
                        }
                      />
                    </td>
                  ))}
                  <td>
                    {row.userClass !== 'general' && (
                      <IconButton
                        icon="trash"
                        label={t('rules.fee.removeClass', { name: t(`rules.fee.classes.${row.userClass}`) })}
                        onClick={() => onChange({ ...fee, prices: fee.prices.filter((each) => each !== row) })}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="dense muted">{t('rules.fee.cheapest')}</p>
        {left.length > 0 && (
          <div className="max-w-xs">
            <Select<UserClass | ''>
              label={t('rules.fee.addClass')}
              value=""
              onChange={(userClass) => {
                if (userClass !== '')
                  onChange({ ...fee, prices: [...fee.prices, { userClass, yen: fee.prices[0]?.yen ?? typedPrices(undefined, userClass) }] })
              }}
              choices={[{ value: '', label: '—' }, ...left.map((value) => ({ value, label: t(`rules.fee.classes.${value}`) }))]}
            />
          </div>
        )}
      </div>
      <fieldset>
        <legend className="legend">{t('rules.fee.blocks')}</legend>
        <div className="grid max-w-xl grid-cols-3 items-start gap-3">
          {(['morning', 'afternoon', 'evening'] as const).map((block) => (
            <Select
              key={block}
              label={t(`rules.fee.${block}`)}
              choices={wallTimes(fee.blocks[block]).map((value) => ({ value, label: value.replace(/^0/, '') }))}
              value={fee.blocks[block]}
              error={bad(block)}
              onChange={(at) => onChange({ ...fee, blocks: { ...fee.blocks, [block]: at } })}
            />
          ))}
        </div>
      </fieldset>
      <fieldset className="grid max-w-xl gap-4">
        <legend className="legend">{t('rules.fee.cancellation')}</legend>
        <TextField
          inputMode="numeric"
          label={t('rules.fee.deadline')}
          value={fee.deadlineHours}
          error={bad('deadlineHours')}
          onChange={(deadlineHours) => onChange({ ...fee, deadlineHours })}
        />
        {fee.steps.map((step, i) => (
          <div key={i} className="grid grid-cols-[1fr_1fr_auto] items-end gap-3">
            <TextField
              inputMode="numeric"
              label={t('rules.fee.step')}
              value={step.fromDaysBefore}
              error={bad(`step${i}.days`)}
              onChange={(fromDaysBefore) => setStep(i, { fromDaysBefore })}
            />
            <TextField
              inputMode="numeric"
              label={t('rules.fee.percent')}
              value={step.percent}
              error={bad(`step${i}.percent`)}
              onChange={(percent) => setStep(i, { percent })}
            />
            <IconButton
              icon="trash"
              label={t('rules.fee.removeStep', { days: step.fromDaysBefore })}
              onClick={() => onChange({ ...fee, steps: fee.steps.filter((_, at) => at !== i) })}
            />
          </div>
        ))}
        <div>
          <Button
            size="small"
            icon="plus"
            disabled={fee.steps.length >= 10}
            onClick={() => onChange({ ...fee, steps: [...fee.steps, { fromDaysBefore: '', percent: '' }] })}
          >
            {t('rules.fee.addStep')}
          </Button>
        </div>
        <TextField
          inputMode="numeric"
          label={t('rules.fee.noShow')}
          value={fee.noShowPercent}
          error={bad('noShowPercent')}
          onChange={(noShowPercent) => onChange({ ...fee, noShowPercent })}
        />
      </fieldset>
    </div>
  )
}
