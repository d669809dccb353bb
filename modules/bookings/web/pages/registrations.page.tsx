/** All registrations of the town, in the order of the readings; what waits for the office first found by its filter. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { SettingsFrame } from '#platform/web/pages/settings-frame.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button, buttonClass } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { RadioChips, Select, TextField } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { Link } from '#ui/link.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { enterRegistration } from '../../contract/registration/endpoints.ts'
import { registrationKinds, registrationStatuses, type Registration } from '../../contract/registration/schemas.ts'
import { ApplicationForm } from '../components/registration/application-form.tsx'
import { RegistrationMark } from '../components/registration/file-view.tsx'
import { useSay } from '../components/say.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { registrationSheetUrl, registrationsQuery, useRegistering, type RegistrationsQuery } from '../registration/queries.ts'

const states = ['open', 'ending', ...registrationStatuses] as const

export function RegistrationsPage() {
  const { t } = useSay()
  const { search, change } = useSearchState()
  const [limit, setLimit] = useState(50)
  const [entering, setEntering] = useState<'person' | 'group'>()
  const state = states.find((each) => each === search['state'])
  const kind = registrationKinds.find((each) => each === search['kind'])
  const q = search['q'] ?? ''
  const filter: RegistrationsQuery = {
    ...(q === '' ? {} : { q }),
    ...(state === undefined ? {} : { state }),
    ...(kind === undefined ? {} : { kind }),
  }
  const list = useQuery(registrationsQuery({ ...filter, limit }))
  const items = list.data?.items ?? []
  const isNarrowed = Object.keys(filter).length > 0
  return (
    <SettingsFrame title={t('registration.title')}>
      <div className="mb-4 flex flex-wrap gap-3">
        <Button kind="main" icon="plus" onClick={() => setEntering('group')}>
          {t('registration.enter')}
        </Button>
        {(['xlsx', 'csv'] as const).map((format) => (
          <a key={format} className={buttonClass({ kind: 'quiet' })} href={registrationSheetUrl(filter, format)} download>
            <Icon name="download" />
            {t(format === 'xlsx' ? 'registration.toExcel' : 'registration.toCsv')}
          </a>
        ))}
      </div>
      <div className="mb-4 grid items-end gap-4 md:grid-cols-[minmax(0,1fr)_14rem_10rem]">
        <FindBox label={t('registration.find')} start={q} onFind={(text) => change({ q: text }, { replace: true })} />
        <Select
          label={t('registration.filterState')}
          value={state ?? ''}
          onChange={(value) => change({ state: value }, { replace: true })}
          choices={[
            { value: '', label: t('registration.all') },
            ...states.map((value) => ({
              value,
              label: value === 'open' || value === 'ending' ? t(`registration.${value}`) : t(`registration.status.${value}`),
            })),
          ]}
        />
        <Select
          label={t('registration.filterKind')}
          value={kind ?? ''}
          onChange={(value) => change({ kind: value }, { replace: true })}
          choices={[
            { value: '', label: t('registration.all') },
            ...registrationKinds.map((value) => ({ value, label: t(`registration.kind.${value}`) })),
          ]}
        />
      </div>
      {list.error !== null && list.data === undefined ? (
        <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
      ) : list.isPending ? (
        <SkeletonLines count={6} label={t('registration.loading')} />
      ) : items.length === 0 ? (
        <EmptyState
          icon={isNarrowed ? 'search' : 'people'}
          title={t(isNarrowed ? 'registration.notFound' : 'registration.none')}
          act={
            isNarrowed && (
              <Button onClick={() => change({ q: undefined, state: undefined, kind: undefined }, { replace: true })}>
                {t('registration.clear')}
              </Button>
            )
          }
        >
          {isNarrowed ? undefined : t('registration.noneBody')}
        </EmptyState>
      ) : (
        <>
          <p className="dense muted pb-2" aria-live="polite">
            {t('registration.countShown', { count: items.length })}
          </p>
          <ul className="border-t border-rule">
            {items.map((one) => (
              <Row key={one.id} registration={one} />
            ))}
          </ul>
          {list.data?.nextCursor != null && limit < 200 && (
            <p className="pt-4">
              <Button onClick={() => setLimit((before) => before + 50)} isBusy={list.isFetching}>
                {t('registration.more')}
              </Button>
            </p>
          )}
        </>
      )}
      {entering !== undefined && <EnterDialog kind={entering} onKind={setEntering} onClose={() => setEntering(undefined)} />}
    </SettingsFrame>
  )
}

/** Asks when the typing pauses, and keeps what is typed. */
function FindBox({ label, start, onFind }: { label: string; start: string; onFind: (text: string) => void }) {
  const [typed, setTyped] = useState(start)
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        onFind(typed)
      }}
    >
      <TextField
        label={label}
        type="search"
        value={typed}
        maxLength={100}
        onChange={(text) => {
          setTyped(text)
          onFind(text)
        }}
      />
    </form>
  )
}

function Row({ registration: one }: { registration: Registration }) {
  const say = useSay()
  const { t } = say
  return (
    <li className="border-b border-rule">
      <Link
        to={`/settings/registrations/${one.id}`}
        className="grid min-h-14 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-1 py-2 leading-normal text-ink no-underline hover:bg-band lg:grid-cols-[minmax(0,1.3fr)_minmax(0,1.6fr)_8rem]"
      >
        <span className="min-w-0">
          <b className="block">{one.name === '' ? t('registration.forgotten') : one.name}</b>
          {one.kana !== '' && <span className="dense muted block">{one.kana}</span>}
        </span>
        <span className="text-end lg:order-last lg:text-start">
          <RegistrationMark registration={one} />
        </span>
        <span className="dense min-w-0 max-lg:col-span-2">
          {say.facts([
            one.number === null ? '' : t('registration.numbered', { number: one.number }),
            t(`registration.kind.${one.kind}`),
            one.userClass === null ? '' : t(`registration.class.${one.userClass}`),
            one.isRenewalAsked
              ? t('registration.renewalAsked')
              : one.validUntil === null
                ? ''
                : t('registration.until', { day: say.day(one.validUntil, { hasYear: true, hasWeekday: false }) }),
          ])}
        </span>
      </Link>
    </li>
  )
}

function EnterDialog({
  kind,
  onKind,
  onClose,
}: {
  kind: 'person' | 'group'
  onKind: (kind: 'person' | 'group') => void
  onClose: () => void
}) {
  const { t } = useSay()
  const { toast } = useToast()
  const enter = useRegistering(enterRegistration)
  const navigate = useNavigate()
  return (
    <Dialog title={t('registration.enterTitle')} isOpen onClose={onClose} place="side">
      <div className="grid gap-5">
        <RadioChips
          legend={t('registration.field.kind')}
          layout="flow"
          value={kind}
          onChange={onKind}
          choices={registrationKinds.map((value) => ({ value, label: t(`registration.kind.${value}`) }))}
        />
        <ApplicationForm
          key={kind}
          kind={kind}
          submitLabel={t('registration.save')}
          isBusy={enter.isPending}
          error={enter.error}
          onCancel={onClose}
          onSubmit={(body) =>
            enter.mutate(
              { body },
              {
                onSuccess: (file) => {
                  toast(t('registration.sent'))
                  onClose()
                  // what was shown at the counter is noted there, and decided
                  void navigate({ to: '/settings/registrations/$registrationId', params: { registrationId: file.id } })
                },
              },
            )
          }
        />
      </div>
    </Dialog>
  )
}
