import { useState } from 'react'
import { Button } from '#ui/button.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { listMembers, listOrganisations, readMember, readMemberHistory, updateMember } from '../../contract/endpoints.ts'
import type { MemberDetail } from '../../contract/schemas.ts'
import { useOrganisationChoices } from './use-pages.tsx'
import { useChange } from '../queries.ts'
import { showFirstError } from './show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'
import { errorsOf, formOf, ProfileFields } from './profile-fields.tsx'
import { Refusal } from './refusal.tsx'

/** The consortium's own record. Somebody with an account later writes over it from the own profile. */
export function EditMember({ member, onClose }: { member: MemberDetail; onClose: () => void }) {
  const t = usePeopleTexts()
  const organisations = useOrganisationChoices()
  const [profile, setProfile] = useState(formOf(member.profile))
  const [organisationId, setOrganisationId] = useState(member.organisation?.id ?? '')
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const errors = errorsOf(profile)
  const save = useChange(updateMember, [readMember, readMemberHistory, listMembers, listOrganisations])
  const here = member.organisation
  const choices = [
    { value: '', label: t('members.noOrganisation') },
    // one that is archived by now stays choosable for who is in it
    ...(here !== null && organisations.every((each) => each.value !== here.id) ? [{ value: here.id, label: here.name }] : []),
    ...organisations,
  ]
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        showFirstError(event.currentTarget)
        if (Object.keys(errors).length > 0 || reason.trim() === '' || save.isPending) return
        save.mutate(
          { params: { id: member.id }, body: { ...profile, organisationId: organisationId === '' ? null : organisationId, reason } },
          { onSuccess: onClose },
        )
      }}
    >
      {member.accountId !== null && <Note>{t('members.ownProfileWins')}</Note>}
      <ProfileFields value={profile} onChange={setProfile} errors={isTried ? errors : {}} isFull isOther />
      <Select label={t('public.field.organisation')} value={organisationId} onChange={setOrganisationId} choices={choices} />
      <TextField
        label={t('members.reason')}
        hint={t('members.reasonHint')}
        isRequired
        value={reason}
        onChange={setReason}
        error={isTried && reason.trim() === '' ? t('public.needed') : undefined}
        maxLength={500}
      />
      <Refusal error={save.error} />
      <div className="dlg-acts">
        <Button kind="quiet" onClick={onClose}>
          {t('members.cancel')}
        </Button>
        <Button type="submit" kind="main" isBusy={save.isPending}>
          {t('account.save')}
        </Button>
      </div>
    </form>
  )
}
