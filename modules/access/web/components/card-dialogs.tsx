/** At the desk: hand out a card, issue a PIN, and for what was lost: block, give back, replace. */
import type { DeskHub } from '#modules/hubs/web/index.ts'
import { useState, type FormEvent } from 'react'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import { instantAt } from '#platform/web/format.ts'
import type { Credential } from '../../contract/credential/schemas.ts'
import { useAddCard, useIssuePin, useMarkCredential, useReplaceCredential } from '../queries.ts'
import { CardFields, cardOf, noCard } from './card-fields.tsx'
import { MemberPicker, type Member } from './member-picker.tsx'
import { Problem } from './problem.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { useSay } from './say.tsx'

export function GiveCardForm({ hub, onClose }: { hub: DeskHub; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const add = useAddCard(hub.id)
  const [member, setMember] = useState<Member | undefined>(undefined)
  const [card, setCard] = useState(noCard)
  const [label, setLabel] = useState('')
  const [validTo, setValidTo] = useState('')
  const [wasTried, setTried] = useState(false)
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    const chosen = cardOf(card)
    if (member === undefined || chosen === undefined) return
    add.mutate(
      {
        accountId: member.id,
        card: chosen,
        label: label.trim() === '' ? say.t('cards.labelDefault') : label.trim(),
        ...(validTo === '' ? {} : { validTo: instantAt(validTo, 1440, hub.zone) }),
      },
      {
        onSuccess: () => {
          toast(say.t('cards.given', { name: member.name }))
          onClose()
        },
      },
    )
  }
  return (
    <form className="grid gap-5" noValidate onSubmit={send}>
      <MemberPicker
        hubId={hub.id}
        label={say.t('cards.who')}
        value={member}
        onChange={setMember}
        clearLabel={say.t('log.whoClear')}
        error={wasTried && member === undefined ? say.t('cards.whoMissing') : undefined}
      />
      <CardFields hubId={hub.id} zone={hub.zone} value={card} onChange={setCard} isMissing={wasTried} />
      <TextField label={say.t('cards.label')} hint={say.t('cards.labelHint')} value={label} maxLength={80} onChange={setLabel} />
      <TextField label={say.t('cards.validTo')} type="date" value={validTo} onChange={setValidTo} />
      <Problem error={add.error} />
      <div className="flex justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('common.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={add.isPending}>
          {say.t('cards.give')}
        </Button>
      </div>
    </form>
  )
}

export function IssuePinForm({ hub, onClose }: { hub: DeskHub; onClose: () => void }) {
  const say = useSay()
  const issue = useIssuePin(hub.id)
  const [member, setMember] = useState<Member | undefined>(undefined)
  const [wasTried, setTried] = useState(false)
  if (issue.data !== undefined && member !== undefined) {
    return (
      <div className="grid gap-5" role="status">
        <p className="font-bold">{say.t('cards.pinTitle', { name: member.name })}</p>
        <p className="n text-[2.5rem] font-bold leading-none tracking-[0.2em]">{issue.data.pin}</p>
        <Note tone="wait" icon="lock">
          {say.t('cards.pinOnce')}
        </Note>
        <p className="flex justify-end">
          <Button kind="main" onClick={onClose}>
            {say.t('cards.pinDone')}
          </Button>
        </p>
      </div>
    )
  }
  return (
    <form
      className="grid gap-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (member !== undefined) issue.mutate({ accountId: member.id })
      }}
    >
      <MemberPicker
        hubId={hub.id}
        label={say.t('cards.who')}
        value={member}
        onChange={setMember}
        clearLabel={say.t('log.whoClear')}
        error={wasTried && member === undefined ? say.t('cards.whoMissing') : undefined}
      />
      <Problem error={issue.error} />
      <div className="flex justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('common.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={issue.isPending}>
          {say.t('cards.givePin')}
        </Button>
      </div>
    </form>
  )
}

export type Marking = 'lost' | 'blocked' | 'active'
const markTitles = { lost: 'cards.lostTitle', blocked: 'cards.blockTitle', active: 'cards.foundTitle' } as const
const markActs = { lost: 'cards.blockLost', blocked: 'cards.block', active: 'cards.useAgain' } as const

interface MarkProps {
  hubId: string
  credential: Credential
  what: string
  status: Marking
  onClose: () => void
}

export function MarkDialog({ hubId, credential, what, status, onClose }: MarkProps) {
  const say = useSay()
  const { toast } = useToast()
  const mark = useMarkCredential(hubId, credential.id)
  return (
    <ReasonDialog
      title={say.t(markTitles[status])}
      confirmLabel={say.t(markActs[status])}
      kind={status === 'active' ? 'main' : 'bad'}
      isBusy={mark.isPending}
      error={mark.error}
      onClose={onClose}
      onConfirm={(reason) =>
        mark.mutate(
          { status, reason },
          {
            onSuccess: () => {
              toast(say.t('cards.marked'))
              onClose()
            },
          },
        )
      }
    >
      <p>{say.t(status === 'active' ? 'cards.foundBody' : 'cards.lostBody', { what })}</p>
    </ReasonDialog>
  )
}

interface ReplaceProps {
  hub: DeskHub
  credential: Credential
  what: string
  isOpen: boolean
  onClose: () => void
}

export function ReplaceDialog({ hub, credential, what, isOpen, onClose }: ReplaceProps) {
  const say = useSay()
  const { toast } = useToast()
  const replace = useReplaceCredential(hub.id, credential.id)
  const [card, setCard] = useState(noCard)
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    const chosen = cardOf(card)
    if (chosen === undefined || reason.trim() === '') return
    replace.mutate(
      { card: chosen, reason: reason.trim() },
      {
        onSuccess: () => {
          toast(say.t('cards.replaced'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog title={say.t('cards.replaceTitle')} place="side" isOpen={isOpen} onClose={onClose}>
      <form className="grid gap-5" noValidate onSubmit={send}>
        <p>{say.t('cards.replaceBody', { what })}</p>
        <CardFields hubId={hub.id} zone={hub.zone} value={card} onChange={setCard} isMissing={wasTried} />
        <TextField
          label={say.t('common.reason')}
          hint={say.t('common.reasonHint')}
          isRequired
          value={reason}
          maxLength={500}
          error={wasTried && reason.trim() === '' ? say.t('common.reasonMissing') : undefined}
          onChange={setReason}
        />
        <Problem error={replace.error} />
        <div className="flex justify-end gap-3">
          <Button kind="quiet" onClick={onClose}>
            {say.t('common.back')}
          </Button>
          <Button kind="main" type="submit" isBusy={replace.isPending}>
            {say.t('cards.replace')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
