/** How visits are counted, said in sentences; whoever answers for the programme chooses. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FieldError, RadioChips } from '#ui/fields.tsx'
import { useToast } from '#ui/toast.tsx'
import { bookingsPermissions } from '../../../contract/permissions.ts'
import type { UseRule } from '../../../contract/use/schemas.ts'
import { ruleQuery, useSetRule } from '../../use/queries.ts'
import { useBookingsTexts } from '../../texts.ts'

const mayChange = bookingsPermissions['bookings.count-use'] as readonly string[]

export function HowCounted({ rule }: { rule: UseRule }) {
  const t = useBookingsTexts()
  const { session } = useSession()
  const [isOpen, setOpen] = useState(false)
  const companions = t(rule.hasCompanions ? 'use.companions.with' : 'use.companions.without')
  return (
    <section aria-labelledby="how-counted" className="border-t border-rule pt-5">
      <h2 id="how-counted" className="pb-2 text-[1.125rem]">
        {t('use.how')}
      </h2>
      <ul className="grid max-w-[52em] list-disc gap-1 pl-5">
        <li>{t('use.howVisits', { counts: t(`use.counts.${rule.counts}`), per: t(`use.per.${rule.per}`), companions })}</li>
        <li>{t('use.howPersons')}</li>
        <li>{t('use.howRate')}</li>
        <li>{t('use.howSpaces')}</li>
        <li className="muted">{t('use.howNotLaw')}</li>
      </ul>
      {heldRoles(session).some((role) => mayChange.includes(role)) && (
        <p className="no-print pt-3">
          <Button size="small" icon="edit" onClick={() => setOpen(true)}>
            {t('use.changeHow')}
          </Button>
        </p>
      )}
      <Dialog title={t('use.changeHow')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <RuleForm given={rule} onDone={() => setOpen(false)} />
      </Dialog>
    </section>
  )
}

function RuleForm({ given, onDone }: { given: UseRule; onDone: () => void }) {
  const t = useBookingsTexts()
  const why = useProblemText()
  const { toast } = useToast()
  const stored = useQuery(ruleQuery())
  const save = useSetRule()
  const [rule, setRule] = useState(given)
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(
          { ...rule, version: stored.data?.version ?? 0 },
          {
            onSuccess: () => {
              toast(t('use.saved'))
              onDone()
            },
          },
        )
      }}
    >
      <RadioChips
        legend={t('use.countsLabel')}
        layout="flow"
        value={rule.counts}
        onChange={(counts) => setRule({ ...rule, counts })}
        choices={(['booked', 'came'] as const).map((value) => ({ value, label: t(`use.counts.${value}`) }))}
      />
      <RadioChips
        legend={t('use.perLabel')}
        layout="flow"
        value={rule.per}
        onChange={(per) => setRule({ ...rule, per })}
        choices={(['day', 'booking'] as const).map((value) => ({ value, label: t(`use.per.${value}`) }))}
      />
      <RadioChips
        legend={t('use.companionsLabel')}
        layout="flow"
        value={rule.hasCompanions ? 'with' : 'without'}
        onChange={(value) => setRule({ ...rule, hasCompanions: value === 'with' })}
        choices={(['with', 'without'] as const).map((value) => ({ value, label: t(`use.companions.${value}`) }))}
      />
      <p className="hint">{t('use.ruleNote')}</p>
      <FieldError error={save.error === null ? undefined : why(save.error)} />
      <div className="dlg-acts">
        <Button kind="main" type="submit" isBusy={save.isPending} disabled={stored.data === undefined}>
          {t('use.save')}
        </Button>
      </div>
    </form>
  )
}
