import { roles, type Role } from '#platform/contract/permissions.ts'
import { Checkbox, FieldError } from '#ui/fields.tsx'
import { usePeopleTexts } from '../texts.ts'

/** Each role with what it allows, in a sentence. */
export function RoleChoice({
  value,
  onChange,
  mayGiveAdmin,
  error,
}: {
  value: readonly Role[]
  onChange: (roles: readonly Role[]) => void
  mayGiveAdmin: boolean
  error?: string | undefined
}) {
  const t = usePeopleTexts()
  return (
    <fieldset>
      <legend className="legend">{t('members.roles')}</legend>
      {roles.map((role) => {
        const isFixed = role === 'admin' && !mayGiveAdmin
        return (
          <Checkbox
            key={role}
            isChecked={value.includes(role)}
            disabled={isFixed}
            onChange={(isChecked) => onChange(isChecked ? [...value, role] : value.filter((each) => each !== role))}
          >
            <b className="block">{t(`role.${role}`)}</b>
            <span className="dense muted">{isFixed ? t('members.adminOnly') : t(`roleAbout.${role}`)}</span>
          </Checkbox>
        )
      })}
      <FieldError error={error} />
    </fieldset>
  )
}
