/** Roles, state and type of a member: each with the reason, which stands in the history. */
import { useState, type ReactNode } from 'react'
import { roles as allRoles, type Role } from '#platform/contract/permissions.ts'
import { today } from '#platform/web/format.ts'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { RadioChips, Select, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { changeEngagement, changeRoles, changeStatus, listMembers, readMember, readMemberHistory } from '../../contract/endpoints.ts'
import { engagementOrigins, engagementTypes, type MemberDetail } from '../../contract/schemas.ts'
import { useChange } from '../queries.ts'
import { showFirstError } from './show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'
import { Refusal } from './refusal.tsx'
import { RoleChoice } from './role-choice.tsx'

const stale = [readMember, readMemberHistory, listMembers]

interface Props {
  member: MemberDetail
  onClose: () => void
}

interface FrameProps {
  act: string
  isBad?: boolean
  isBusy: boolean
  error: unknown
  /** False: something above the reason is missing. */
  isReady: boolean
  onSubmit: (reason: string) => void
  onClose: () => void
  children: (isTried: boolean) => ReactNode
}

function WithReason({ act, isBad, isBusy, error, isReady, onSubmit, onClose, children }: FrameProps) {
  const t = usePeopleTexts()
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        showFirstError(event.currentTarget)
        if (isReady && reason.trim() !== '' && !isBusy) onSubmit(reason)
      }}
    >
      {children(isTried)}
      <TextField
        label={t('members.reason')}
        hint={t('members.reasonHint')}
        isRequired
        value={reason}
        onChange={setReason}
        error={isTried && reason.trim() === '' ? t('public.needed') : undefined}
        maxLength={500}
      />
      <Refusal error={error} />
      <div className="dlg-acts">
        <Button kind="quiet" onClick={onClose}>
          {t('members.cancel')}
        </Button>
        <Button type="submit" kind={isBad === true ? 'bad' : 'main'} isBusy={isBusy}>
          {act}
        </Button>
      </div>
    </form>
  )
}

export function EditRoles({ member, onClose }: Props) {
  const t = usePeopleTexts()
  const { session } = useSession()
  const [chosen, setChosen] = useState<readonly Role[]>(member.roles)
  const save = useChange(changeRoles, stale)
  return (
    <WithReason
      act={t('members.changeRolesAct')}
      isBusy={save.isPending}
      error={save.error}
      isReady={chosen.length > 0}
      onClose={onClose}
      onSubmit={(reason) =>
        save.mutate(
          { params: { id: member.id }, body: { roles: allRoles.filter((role) => chosen.includes(role)), reason } },
          { onSuccess: onClose },
        )
      }
    >
      {(isTried) => (
        <RoleChoice
          value={chosen}
          onChange={setChosen}
          mayGiveAdmin={heldRoles(session).includes('admin')}
          error={isTried && chosen.length === 0 ? t('members.oneRole') : undefined}
        />
      )}
    </WithReason>
  )
}

type Target = 'active' | 'suspended' | 'ended'
const reachable: Readonly<Record<MemberDetail['status'], readonly Target[]>> = {
  invited: ['ended'],
  active: ['suspended', 'ended'],
  suspended: ['active', 'ended'],
  ended: ['active'],
}

export function EditStatus({ member, onClose }: Props) {
  const t = usePeopleTexts()
  const targets = reachable[member.status]
  const [target, setTarget] = useState<Target | undefined>(targets.length === 1 ? targets[0] : undefined)
  const [endedOn, setEndedOn] = useState(today())
  const save = useChange(changeStatus, stale)
  return (
    <WithReason
      act={t('members.changeStatusAct')}
      isBad={target === 'ended' || target === 'suspended'}
      isBusy={save.isPending}
      error={save.error}
      isReady={target !== undefined && (target !== 'ended' || endedOn !== '')}
      onClose={onClose}
      onSubmit={(reason) =>
        target !== undefined &&
        save.mutate(
          { params: { id: member.id }, body: { status: target, reason, ...(target === 'ended' ? { endedOn } : {}) } },
          { onSuccess: onClose },
        )
      }
    >
      {() => (
        <>
          <RadioChips
            legend={t('members.newStatus')}
            value={target}
            onChange={setTarget}
            choices={targets.map((value) => ({ value, label: t(`members.become.${value}`) }))}
          />
          {target !== undefined && <Note tone={target === 'active' ? 'go' : 'wait'}>{t(`members.becomeAbout.${target}`)}</Note>}
          {target === 'ended' && <TextField label={t('members.endedOn')} type="date" isRequired value={endedOn} onChange={setEndedOn} />}
        </>
      )}
    </WithReason>
  )
}

export function EditEngagement({ member, onClose }: Props) {
  const t = usePeopleTexts()
  const now = member.engagement
  const [type, setType] = useState<(typeof engagementTypes)[number] | undefined>(now?.type)
  const [origin, setOrigin] = useState<(typeof engagementOrigins)[number]>(now?.origin ?? 'registered')
  const [from, setFrom] = useState(today())
  const save = useChange(changeEngagement, stale)
  return (
    <WithReason
      act={t('members.changeTypeAct')}
      isBusy={save.isPending}
      error={save.error}
      isReady={type !== undefined && from !== ''}
      onClose={onClose}
      onSubmit={(reason) =>
        type !== undefined &&
        save.mutate({ params: { id: member.id }, body: { type, origin, validFrom: from, reason } }, { onSuccess: onClose })
      }
    >
      {(isTried) => (
        <>
          <RadioChips
            legend={t('members.type')}
            value={type}
            onChange={setType}
            choices={engagementTypes.map((value) => ({ value, label: t(`typeLong.${value}`) }))}
          />
          {isTried && type === undefined && <Note tone="bad">{t('public.needed')}</Note>}
          <Select
            label={t('members.origin')}
            value={origin}
            onChange={setOrigin}
            choices={engagementOrigins.map((value) => ({ value, label: t(`origin.${value}`) }))}
          />
          <TextField
            label={t('members.typeSince')}
            hint={t('members.typeSinceHint')}
            type="date"
            isRequired
            value={from}
            onChange={setFrom}
          />
        </>
      )}
    </WithReason>
  )
}
