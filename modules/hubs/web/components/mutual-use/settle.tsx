/** Answer, withdraw, end: what one side may do with an agreement as it stands. */
import { useState } from 'react'
import { today } from '#platform/web/format.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { RadioChips, TextArea, TextField } from '#ui/fields.tsx'
import { showFirstError } from '#ui/first-error.ts'
import { useToast } from '#ui/toast.tsx'
import type { MutualUse } from '../../../contract/mutual-use/schemas.ts'
import { useAnswerMutualUse, useEndMutualUse, useWithdrawMutualUse } from '../../mutual-use/queries.ts'
import { SavingProblem } from '../settings/draft.tsx'
import { useHubsTexts } from '../../texts.ts'
import { allOwnHubs, hubKeysOf, OwnHubsField } from './own-hubs-field.tsx'

export function Settle({ agreement }: { agreement: MutualUse }) {
  const t = useHubsTexts()
  const [open, setOpen] = useState<'answer' | 'withdraw' | 'end' | undefined>(undefined)
  const close = (): void => setOpen(undefined)
  const { can } = agreement
  return (
    <div className="flex flex-wrap gap-3 empty:hidden">
      {can.answer && (
        <Button kind="main" icon="edit" onClick={() => setOpen('answer')}>
          {t('mutualUse.answerForm.title')}
        </Button>
      )}
      {can.withdraw && (
        <Button kind="quiet" onClick={() => setOpen('withdraw')}>
          {t('mutualUse.withdraw')}
        </Button>
      )}
      {can.end && (
        <Button kind="quiet" onClick={() => setOpen('end')}>
          {t('mutualUse.end')}
        </Button>
      )}
      <Dialog title={t('mutualUse.answerForm.title')} isOpen={open === 'answer'} onClose={close} isWide>
        {open === 'answer' && <Answer agreement={agreement} onClose={close} />}
      </Dialog>
      <Withdraw agreement={agreement} isOpen={open === 'withdraw'} onClose={close} />
      <Dialog title={t('mutualUse.endTitle')} isOpen={open === 'end'} onClose={close}>
        {open === 'end' && <End agreement={agreement} onClose={close} />}
      </Dialog>
    </div>
  )
}

function Answer({ agreement, onClose }: { agreement: MutualUse; onClose: () => void }) {
  const t = useHubsTexts()
  const { toast } = useToast()
  const answer = useAnswerMutualUse(agreement.id)
  const [choice, setChoice] = useState<'accept' | 'decline'>('accept')
  const [hubs, setHubs] = useState(allOwnHubs)
  const [message, setMessage] = useState('')
  const [wasTried, setTried] = useState(false)
  const isAccepted = choice === 'accept'
  const needsHub = isAccepted && !hubs.isAll && hubs.keys.length === 0
  return (
    <form
      className="grid gap-6"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (needsHub) return showFirstError(event.currentTarget)
        answer.mutate(
          {
            version: agreement.version,
            isAccepted,
            hubKeys: isAccepted ? hubKeysOf(hubs) : null,
            ...(message.trim() === '' ? {} : { message }),
          },
          {
            onSuccess: () => {
              toast(t(isAccepted ? 'mutualUse.answerForm.accepted' : 'mutualUse.answerForm.declined'))
              onClose()
            },
          },
        )
      }}
    >
      <div>
        <RadioChips
          legend={t('mutualUse.answerForm.title')}
          isLegendHidden
          layout="flow"
          value={choice}
          onChange={setChoice}
          choices={[
            { value: 'accept', label: t('mutualUse.answerForm.accept') },
            { value: 'decline', label: t('mutualUse.answerForm.decline') },
          ]}
        />
        <p className="dense muted mt-2">{t(isAccepted ? 'mutualUse.answerForm.acceptLead' : 'mutualUse.answerForm.declineLead')}</p>
      </div>
      {isAccepted && (
        <OwnHubsField value={hubs} onChange={setHubs} error={wasTried && needsHub ? t('mutualUse.proposeForm.needsHub') : undefined} />
      )}
      <TextArea label={t('mutualUse.answerForm.message')} value={message} maxLength={1_000} rows={3} onChange={setMessage} />
      <SavingProblem error={answer.error} />
      <div className="dlg-acts">
        <Button kind="quiet" onClick={onClose}>
          {t('mutualUse.cancel')}
        </Button>
        <Button kind="main" type="submit" isBusy={answer.isPending}>
          {t(isAccepted ? 'mutualUse.answerForm.accept' : 'mutualUse.answerForm.decline')}
        </Button>
      </div>
    </form>
  )
}

function Withdraw({ agreement, isOpen, onClose }: { agreement: MutualUse; isOpen: boolean; onClose: () => void }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const { toast } = useToast()
  const withdraw = useWithdrawMutualUse(agreement.id)
  return (
    <ConfirmDialog
      title={t('mutualUse.withdrawTitle')}
      isOpen={isOpen}
      onClose={onClose}
      kind="bad"
      confirmLabel={t('mutualUse.withdraw')}
      cancelLabel={t('mutualUse.cancel')}
      isBusy={withdraw.isPending}
      error={<SavingProblem error={withdraw.error} />}
      onConfirm={() =>
        withdraw.mutate(agreement.version, {
          onSuccess: () => {
            toast(t('mutualUse.withdrawn'))
            onClose()
          },
        })
      }
    >
      <p>{t('mutualUse.withdrawBody', { partner: local(agreement.partner.names) })}</p>
    </ConfirmDialog>
  )
}

function End({ agreement, onClose }: { agreement: MutualUse; onClose: () => void }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const { toast } = useToast()
  const end = useEndMutualUse(agreement.id)
  const here = today()
  const [lastOn, setLast] = useState(here)
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  const isWrongDay = lastOn < here
  return (
    <form
      className="grid gap-6"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (isWrongDay || reason.trim() === '') return showFirstError(event.currentTarget)
        end.mutate(
          { version: agreement.version, lastOn, reason },
          {
            onSuccess: () => {
              toast(t('mutualUse.ended'))
              onClose()
            },
          },
        )
      }}
    >
      <p>{t('mutualUse.endBody', { partner: local(agreement.partner.names) })}</p>
      <TextField
        label={t('mutualUse.endLastOn')}
        type="date"
        isRequired
        value={lastOn}
        min={here}
        {...(agreement.untilOn === null ? {} : { max: agreement.untilOn })}
        onChange={setLast}
        error={wasTried && isWrongDay ? t('mutualUse.proposeForm.mustDate') : undefined}
      />
      <TextField
        label={t('mutualUse.endReason')}
        isRequired
        value={reason}
        maxLength={500}
        onChange={setReason}
        error={wasTried && reason.trim() === '' ? t('mutualUse.endNeedsReason') : undefined}
      />
      <SavingProblem error={end.error} />
      <div className="dlg-acts">
        <Button kind="quiet" onClick={onClose}>
          {t('mutualUse.cancel')}
        </Button>
        <Button kind="bad" type="submit" isBusy={end.isPending}>
          {t('mutualUse.end')}
        </Button>
      </div>
    </form>
  )
}
