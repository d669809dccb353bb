/** Organisations of the consortium: the municipality, companies, non-profits, clients. */
import { useState } from 'react'
import { call, keyOf, newKey } from '#platform/web/client.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Checkbox, RadioChips, TextArea, TextField } from '#ui/fields.tsx'
import { NumLink } from '#ui/link.tsx'
import { Note, StateMark, Tag } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { addOrganisation, listMembers, listOrganisations, updateOrganisation } from '../../contract/endpoints.ts'
import { peoplePermissions } from '../../contract/permissions.ts'
import { foldKana, foldNumber, foldPhone, foldPostalCode, formatPhone, hasCorporateCheckDigit } from '../../contract/rules.ts'
import { organisationKinds, type Organisation } from '../../contract/schemas.ts'
import { FindField } from '../components/find-field.tsx'
import { PeopleFrame } from '../components/people-frame.tsx'
import { Refusal } from '../components/refusal.tsx'
import { More, usePages } from '../components/use-pages.tsx'
import { useChange } from '../queries.ts'
import { showFirstError } from '../components/show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'

export function OrganisationsPage() {
  const t = usePeopleTexts()
  const { session } = useSession()
  const canManage = heldRoles(session).some((role) =>
    (peoplePermissions['people.manage-organisations'] as readonly string[]).includes(role),
  )
  const [withArchived, setWithArchived] = useState(false)
  const [edited, setEdited] = useState<Organisation | 'new' | undefined>(undefined)
  const [q, setQ] = useState('')
  const query = { withArchived: String(withArchived), ...(q.trim() === '' ? {} : { q }) }
  const { list, items, total } = usePages(keyOf(listOrganisations, { query }), (cursor) =>
    call(listOrganisations, { query: { ...query, ...cursor } }),
  )
  const add = canManage && (
    <Button kind="main" icon="plus" onClick={() => setEdited('new')}>
      {t('organisations.add')}
    </Button>
  )
  return (
    <PeopleFrame title={t('organisations.title')} acts={add}>
      <div className="mb-4 grid max-w-xl gap-3">
        <FindField label={t('organisations.find')} start="" onChange={setQ} />
        <Checkbox isChecked={withArchived} onChange={setWithArchived}>
          {t('organisations.withArchived')}
        </Checkbox>
      </div>
      {list.isError ? (
        <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
      ) : list.isPending ? (
        <SkeletonLines count={6} label={t('public.loading')} />
      ) : items.length === 0 && q.trim() !== '' ? (
        <EmptyState icon="search" title={t('organisations.noneTitle', { text: q.trim() })} />
      ) : items.length === 0 ? (
        <EmptyState icon="work" title={t('organisations.emptyTitle')} act={add}>
          {t('organisations.emptyBody')}
        </EmptyState>
      ) : (
        <>
          <p className="dense muted mb-2" role="status">
            {t('organisations.total', { count: total })}
          </p>
          <ul className="border-t border-ink">
            {items.map((organisation) => (
              <li key={organisation.id} className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-rule py-3 leading-normal">
                <span className="min-w-0 flex-1 basis-72">
                  <b className="block">{organisation.name}</b>
                  <span className="dense muted block">
                    {[organisation.nameEn, organisation.corporateNumber, organisation.invoiceNumber].filter(Boolean).join('　')}
                  </span>
                  {organisation.warnings.length > 0 && <span className="dense block">{t('organisations.checkDigit')}</span>}
                </span>
                <Tag>{t(`kind.${organisation.kind}`)}</Tag>
                <NumLink to="/settings/members" search={{ organisation: organisation.id }}>
                  {t('organisations.members', { count: organisation.members })}
                </NumLink>
                {organisation.isArchived && (
                  <StateMark tone="off" icon="lock">
                    {t('organisations.archived')}
                  </StateMark>
                )}
                {canManage && (
                  <Button
                    size="small"
                    icon="edit"
                    aria-label={t('organisations.editOf', { name: organisation.name })}
                    onClick={() => setEdited(organisation)}
                  >
                    {t('members.edit')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          <More list={list} />
        </>
      )}
      <Dialog
        title={t(edited === 'new' ? 'organisations.add' : 'organisations.edit')}
        isOpen={edited !== undefined}
        onClose={() => setEdited(undefined)}
        isWide
      >
        {edited !== undefined && <Form organisation={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />}
      </Dialog>
    </PeopleFrame>
  )
}

function Form({ organisation, onClose }: { organisation: Organisation | undefined; onClose: () => void }) {
  const t = usePeopleTexts()
  const [key] = useState(newKey)
  const [form, setForm] = useState({
    kind: organisation?.kind ?? 'company',
    name: organisation?.name ?? '',
    nameKana: organisation?.nameKana ?? '',
    nameEn: organisation?.nameEn ?? '',
    corporateNumber: organisation?.corporateNumber ?? '',
    invoiceNumber: organisation?.invoiceNumber ?? '',
    phone: organisation?.phone == null ? '' : formatPhone(organisation.phone),
    postalCode: organisation?.postalCode == null ? '' : `${organisation.postalCode.slice(0, 3)}-${organisation.postalCode.slice(3)}`,
    address: organisation?.address ?? '',
    note: organisation?.note ?? '',
    billingDepartment: organisation?.billingDepartment ?? '',
    billingContact: organisation?.billingContact ?? '',
    billingMail: organisation?.billingMail ?? '',
    billingLanguage: organisation?.billingLanguage ?? ('ja' as const),
  })
  const [isTried, setTried] = useState(false)
  const add = useChange(addOrganisation, [listOrganisations])
  const save = useChange(updateOrganisation, [listOrganisations, listMembers])
  const number = foldNumber(form.corporateNumber)
  const invoice = foldNumber(form.invoiceNumber)
  const errors = {
    name: form.name.trim() === '' ? t('public.needed') : undefined,
    nameKana: form.nameKana.trim() !== '' && foldKana(form.nameKana) === undefined ? t('public.kanaWrong') : undefined,
    corporateNumber: number !== '' && !/^[1-9]\d{12}$/.test(number) ? t('organisations.corporateNumberWrong') : undefined,
    invoiceNumber: invoice !== '' && !/^T\d{13}$/.test(invoice) ? t('organisations.invoiceNumberWrong') : undefined,
    postalCode:
      form.postalCode.trim() !== '' && !/^\d{7}$/.test(foldPostalCode(form.postalCode)) ? t('organisations.postalCodeWrong') : undefined,
    billingMail:
      form.billingMail.trim() !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(form.billingMail.normalize('NFKC').trim())
        ? t('organisations.billingMailWrong')
        : undefined,
    phone: form.phone.trim() !== '' && foldPhone(form.phone) === undefined ? t('public.phoneWrong') : undefined,
  }
  const hasOddDigit =
    (/^[1-9]\d{12}$/.test(number) && !hasCorporateCheckDigit(number)) ||
    (/^T\d{13}$/.test(invoice) && !hasCorporateCheckDigit(invoice.slice(1)))
  const text = (name: Exclude<keyof typeof form, 'kind' | 'billingLanguage'>) => ({
    label: t(`organisations.field.${name}`),
    value: form[name],
    onChange: (value: string) => setForm({ ...form, [name]: value }),
    error: isTried && name in errors ? errors[name as keyof typeof errors] : undefined,
    autoComplete: 'off',
  })
  const archive = (isArchived: boolean): void => {
    if (organisation !== undefined) save.mutate({ params: { id: organisation.id }, body: { isArchived } }, { onSuccess: onClose })
  }
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        showFirstError(event.currentTarget)
        if (Object.values(errors).some((error) => error !== undefined) || add.isPending || save.isPending) return
        if (organisation === undefined) add.mutate({ body: form, idempotencyKey: key }, { onSuccess: onClose })
        else save.mutate({ params: { id: organisation.id }, body: form }, { onSuccess: onClose })
      }}
    >
      <RadioChips
        legend={t('organisations.kind')}
        layout="flow"
        value={form.kind}
        onChange={(kind) => setForm({ ...form, kind })}
        choices={organisationKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <TextField {...text('name')} isRequired maxLength={120} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          {...text('nameKana')}
          onBlur={() => setForm({ ...form, nameKana: foldKana(form.nameKana) ?? form.nameKana })}
          maxLength={60}
        />
        <TextField {...text('nameEn')} maxLength={120} />
        <TextField {...text('corporateNumber')} inputMode="numeric" hint={t('organisations.corporateNumberHint')} maxLength={40} />
        <TextField {...text('invoiceNumber')} hint={t('organisations.invoiceNumberHint')} maxLength={40} />
      </div>
      {hasOddDigit && <Note tone="wait">{t('organisations.checkDigitBody')}</Note>}
      <TextField {...text('phone')} type="tel" inputMode="tel" maxLength={40} />
      <div className="grid gap-4 sm:grid-cols-[10rem_1fr]">
        <TextField {...text('postalCode')} inputMode="numeric" maxLength={12} />
        <TextField {...text('address')} maxLength={200} />
      </div>
      <fieldset className="grid gap-4">
        <legend className="mb-1 font-bold">{t('organisations.billing')}</legend>
        <p className="dense muted">{t('organisations.billingAbout')}</p>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField {...text('billingDepartment')} maxLength={100} />
          <TextField {...text('billingContact')} maxLength={100} />
        </div>
        <TextField {...text('billingMail')} type="email" inputMode="email" maxLength={254} />
        <RadioChips
          legend={t('organisations.billingLanguage')}
          layout="flow"
          value={form.billingLanguage}
          onChange={(billingLanguage) => setForm({ ...form, billingLanguage })}
          choices={(['ja', 'en'] as const).map((value) => ({ value, label: t(`organisations.billingIn.${value}`) }))}
        />
      </fieldset>
      <TextArea label={t('organisations.field.note')} value={form.note} onChange={(note) => setForm({ ...form, note })} maxLength={1000} />
      <Refusal error={add.error ?? save.error} />
      <div className="dlg-acts">
        {organisation !== undefined && (
          <Button kind="bare" isBusy={save.isPending} onClick={() => archive(!organisation.isArchived)}>
            {t(organisation.isArchived ? 'organisations.unarchive' : 'organisations.archive')}
          </Button>
        )}
        <Button kind="quiet" onClick={onClose}>
          {t('members.cancel')}
        </Button>
        <Button type="submit" kind="main" isBusy={add.isPending || save.isPending}>
          {t('account.save')}
        </Button>
      </div>
    </form>
  )
}
