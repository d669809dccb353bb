/** To whom, for which days, by which terms: sent once, and not changed afterwards. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { newKey } from '#platform/web/client.ts'
import { today } from '#platform/web/format.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { RadioChips, Select, TextArea, TextField } from '#ui/fields.tsx'
import { showFirstError } from '#ui/first-error.ts'
import { SkeletonLines } from '#ui/states.tsx'
import type { MutualUse, VisitorPriceClass, VisitorWho } from '../../../contract/mutual-use/schemas.ts'
import { possiblePartnersQuery, useProposeMutualUse } from '../../mutual-use/queries.ts'
import { SavingProblem } from '../settings/draft.tsx'
import { useHubsTexts } from '../../texts.ts'
import { allOwnHubs, hubKeysOf, OwnHubsField } from './own-hubs-field.tsx'

export function ProposeForm({ onSent }: { onSent: (agreement: MutualUse) => void }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const partners = useQuery(possiblePartnersQuery())
  const propose = useProposeMutualUse()
  const [key] = useState(newKey)
  const [partnerKey, setPartner] = useState('')
  const [hubs, setHubs] = useState(allOwnHubs)
  const [fromOn, setFrom] = useState(() => today())
  const [untilOn, setUntil] = useState('')
  const [who, setWho] = useState<VisitorWho>('members')
  const [priceClass, setPrice] = useState<VisitorPriceClass>('member')
  const [most, setMost] = useState('')
  const [message, setMessage] = useState('')
  const [wasTried, setTried] = useState(false)
  const mostNumber = most.trim() === '' ? null : Number(most.normalize('NFKC'))
  const errors = {
    partner: partnerKey === '' ? t('mutualUse.proposeForm.mustChoose') : undefined,
    hubs: !hubs.isAll && hubs.keys.length === 0 ? t('mutualUse.proposeForm.needsHub') : undefined,
    from: fromOn === '' ? t('mutualUse.proposeForm.mustDate') : undefined,
    until: untilOn !== '' && untilOn < fromOn ? t('mutualUse.proposeForm.mustOrder') : undefined,
    most:
      mostNumber !== null && !(Number.isInteger(mostNumber) && mostNumber >= 1 && mostNumber <= 1_000)
        ? t('mutualUse.proposeForm.mostHint')
        : undefined,
  }
  if (partners.data === undefined)
    return partners.error === null ? (
      <SkeletonLines count={6} label={t('mutualUse.loading')} />
    ) : (
      <ProblemState error={partners.error} onRetry={() => void partners.refetch()} isRetrying={partners.isFetching} />
    )
  const partner = partners.data.items.find((one) => one.key === partnerKey)
  const shown = wasTried ? errors : { partner: undefined, hubs: undefined, from: undefined, until: undefined, most: undefined }
  return (
    <form
      className="grid gap-6"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (Object.values(errors).some((error) => error !== undefined)) return showFirstError(event.currentTarget)
        const body = {
          partnerKey,
          hubKeys: hubKeysOf(hubs),
          fromOn,
          untilOn: untilOn === '' ? null : untilOn,
          who,
          priceClass,
          mostPerMonth: mostNumber,
          ...(message.trim() === '' ? {} : { message }),
        }
        propose.mutate({ ...body, key: `${key}-${partnerKey.slice(0, 30)}-${fromOn}-${untilOn}` }, { onSuccess: onSent })
      }}
    >
      <p className="dense">{t('mutualUse.proposeForm.lead')}</p>
      <Select
        label={t('mutualUse.proposeForm.partner')}
        isRequired
        value={partnerKey}
        onChange={setPartner}
        error={shown.partner}
        hint={
          partner === undefined
            ? undefined
            : t('mutualUse.proposeForm.partnerHubs', { hubs: partner.hubs.map((hub) => local(hub.names)).join(t('public.page.and')) })
        }
        choices={[
          { value: '', label: t('mutualUse.proposeForm.choosePartner') },
          ...partners.data.items.map((one) => ({ value: one.key, label: local(one.names) })),
        ]}
      />
      <OwnHubsField value={hubs} onChange={setHubs} error={shown.hubs} />
      <div className="grid gap-6 md:grid-cols-2">
        <TextField label={t('mutualUse.proposeForm.from')} type="date" isRequired value={fromOn} onChange={setFrom} error={shown.from} />
        <TextField
          label={t('mutualUse.proposeForm.until')}
          type="date"
          value={untilOn}
          min={fromOn}
          onChange={setUntil}
          error={shown.until}
        />
      </div>
      <RadioChips
        legend={t('mutualUse.proposeForm.who')}
        layout="flow"
        value={who}
        onChange={setWho}
        choices={(['members', 'staff'] as const).map((value) => ({ value, label: t(`mutualUse.who.${value}`) }))}
      />
      <div>
        <RadioChips
          legend={t('mutualUse.proposeForm.price')}
          layout="flow"
          value={priceClass}
          onChange={setPrice}
          choices={(['member', 'general'] as const).map((value) => ({ value, label: t(`mutualUse.price.${value}`) }))}
        />
        <p className="dense muted mt-1">{t('mutualUse.proposeForm.priceHint')}</p>
      </div>
      <TextField
        label={t('mutualUse.proposeForm.most')}
        inputMode="numeric"
        value={most}
        onChange={setMost}
        hint={t('mutualUse.proposeForm.mostHint')}
        error={shown.most}
        className="max-w-40"
      />
      <TextArea label={t('mutualUse.proposeForm.message')} value={message} maxLength={1_000} rows={3} onChange={setMessage} />
      <SavingProblem error={propose.error} />
      <div className="dlg-acts">
        <Button kind="main" type="submit" isBusy={propose.isPending}>
          {t('mutualUse.proposeForm.submit')}
        </Button>
      </div>
    </form>
  )
}
