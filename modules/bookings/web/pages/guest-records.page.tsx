/** What is held about a guest, opened by the link of the mail: read, taken along, removed. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { urlOf } from '#platform/contract/client.ts'
import type { ResponseOf } from '#platform/contract/endpoint.ts'
import { call, isProblem, reading, saveFile } from '#platform/web/client.ts'
import { dayOf, formatDay, formatInstant, formatTimeRange } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { Local } from '#platform/web/local-text.tsx'
import { PagePending, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note, Tag } from '#ui/marks.tsx'
import { EmptyState } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { exportGuestRecords, forgetGuest, readGuestRecords } from '../../contract/endpoints.ts'
import { Refusal } from '../components/guest/refusal.tsx'
import { useBookingsTexts } from '../texts.ts'

type Records = ResponseOf<typeof readGuestRecords>
type Forgotten = ResponseOf<typeof forgetGuest>

interface Given {
  readonly hubKey: string
  readonly recordsOf: string
  readonly link: string
}

export function GuestRecordsPage() {
  const t = useBookingsTexts()
  const { hubKey = '', recordsOf = '' } = useParams({ strict: false }) as { hubKey?: string; recordsOf?: string }
  // behind the `#`, as of a booking: the secret stands in no log
  const hash = useRouterState({ select: (state) => state.location.hash })
  const given: Given = { hubKey, recordsOf, link: new URLSearchParams(hash).get('k') ?? '' }
  const [forgotten, setForgotten] = useState<Forgotten | undefined>(undefined)
  const records = useQuery(
    reading(readGuestRecords, { params: { hubKey, recordsOf }, link: given.link }, { isOn: given.link !== '' && forgotten === undefined }),
  )
  usePageTitle([t('public.records.title')])
  const toHub = (
    <LinkButton to="/hubs/$hubKey" params={{ hubKey }}>
      {t('public.records.toHub')}
    </LinkButton>
  )
  if (forgotten !== undefined) {
    return (
      <div className="wrap py-8">
        <EmptyState isPage icon="check" title={t('public.records.doneTitle')} act={toHub}>
          <p role="status">
            {t('public.records.done', { bookings: forgotten.bookings, count: forgotten.bookings })}
            {forgotten.cancelled > 0 && ` ${t('public.records.doneCancelled', { count: forgotten.cancelled })}`}
          </p>
        </EmptyState>
      </div>
    )
  }
  if (records.data !== undefined) return <GuestRecords records={records.data} given={given} onForgotten={setForgotten} />
  if (given.link !== '' && records.isPending) return <PagePending />
  return (
    <div className="wrap py-8">
      {given.link === '' || (isProblem(records.error) && records.error.status === 404) ? (
        <EmptyState isPage icon="link" title={t('public.records.gone')} act={toHub}>
          {t('public.records.goneBody')}
        </EmptyState>
      ) : (
        <ProblemState error={records.error} onRetry={() => void records.refetch()} isRetrying={records.isFetching} />
      )}
    </div>
  )
}

function GuestRecords({ records, given, onForgotten }: { records: Records; given: Given; onForgotten: (done: Forgotten) => void }) {
  const t = useBookingsTexts()
  const language = useLanguage()
  const { toast } = useToast()
  const [isAsking, setAsking] = useState(false)
  const coming = records.bookings.filter((booking) => booking.isComing).length
  const take = (format: 'json' | 'xlsx') => {
    const { link, ...params } = given
    saveFile(urlOf(exportGuestRecords, params, { format }), `hiroba.${format}`, { 'hiroba-link': link }).catch(() =>
      toast(t('public.records.takeFailed')),
    )
  }
  return (
    <div className="wrap grid max-w-3xl gap-10 py-8">
      <header>
        <h1 className="page-title mb-3!" tabIndex={-1}>
          {t('public.records.title')}
        </h1>
        <p className="break-words">{t('public.records.of', { mail: records.mail, until: formatInstant(records.expiresAt, language) })}</p>
      </header>
      <section aria-labelledby="records-bookings">
        <h2 id="records-bookings" className="text-[1.25rem]">
          {t('public.records.bookings')}
        </h2>
        {records.bookings.length === 0 ? (
          <p className="muted mt-2">{t('public.records.noBookings')}</p>
        ) : (
          <ul className="mt-2 border-t border-ink">
            {records.bookings.map((booking) => (
              <li key={booking.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-rule py-3 leading-normal">
                <span className="min-w-0 flex-1 basis-64">
                  {formatDay(dayOf(booking.startsAt, booking.timeZone), language, { hasYear: true })}{' '}
                  {formatTimeRange(booking.startsAt, booking.endsAt, language, booking.timeZone)}
                  <span className="dense muted block">
                    <Local text={booking.hubName} />
                    {'　'}
                    <Local text={booking.targetName} />
                  </span>
                </span>
                <Tag>{t(`public.page.states.${booking.status as 'confirmed'}`)}</Tag>
              </li>
            ))}
          </ul>
        )}
        {records.loans > 0 && <p className="mt-3">{t('public.records.loans', { count: records.loans })}</p>}
        {records.waiting > 0 && <p className="mt-3">{t('public.records.waiting', { count: records.waiting })}</p>}
      </section>
      <section aria-labelledby="records-mails">
        <h2 id="records-mails" className="text-[1.25rem]">
          {t('public.records.mails')}
        </h2>
        {records.mails.length === 0 ? (
          <p className="muted mt-2">{t('public.records.noMails')}</p>
        ) : (
          <ul className="mt-2 border-t border-ink">
            {records.mails.map((mail) => (
              <li key={`${mail.at} ${mail.subject}`} className="flex flex-wrap gap-x-4 border-b border-rule py-2 leading-normal">
                <span className="min-w-0 flex-1 basis-64 break-words">{mail.subject}</span>
                <span className="dense muted">{formatInstant(mail.at, language)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="records-take">
        <h2 id="records-take" className="text-[1.25rem]">
          {t('public.records.take')}
        </h2>
        <div className="mt-3 flex flex-wrap gap-3">
          <Button icon="download" onClick={() => take('xlsx')}>
            {t('public.records.takeExcel')}
          </Button>
          <Button icon="download" onClick={() => take('json')}>
            {t('public.records.takeJson')}
          </Button>
        </div>
      </section>
      <section aria-labelledby="records-forget">
        <h2 id="records-forget" className="text-[1.25rem]">
          {t('public.records.forgetTitle')}
        </h2>
        <p className="mb-4 mt-3">{t('public.records.forgetAbout')}</p>
        <Button onClick={() => setAsking(true)}>{t('public.records.forget')}</Button>
      </section>
      <Dialog title={t('public.records.confirmTitle')} isOpen={isAsking} onClose={() => setAsking(false)}>
        <Confirm given={given} mail={records.mail} coming={coming} onClose={() => setAsking(false)} onForgotten={onForgotten} />
      </Dialog>
    </div>
  )
}

function Confirm({
  given: { link, ...params },
  mail,
  coming,
  onClose,
  onForgotten,
}: {
  given: Given
  mail: string
  coming: number
  onClose: () => void
  onForgotten: (done: Forgotten) => void
}) {
  const t = useBookingsTexts()
  const [typed, setTyped] = useState('')
  const forget = useMutation({ mutationFn: () => call(forgetGuest, { params, body: { mail: typed }, link }), onSuccess: onForgotten })
  const isSame = typed.normalize('NFKC').trim().toLowerCase() === mail
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (isSame && !forget.isPending) forget.mutate()
      }}
    >
      <p>{t('public.records.forgetAbout')}</p>
      {coming > 0 && <Note tone="wait">{t('public.records.cancels', { count: coming })}</Note>}
      <Note tone="bad">{t('public.records.final')}</Note>
      <TextField
        label={t('public.records.typeLabel')}
        hint={t('public.records.type', { mail })}
        type="email"
        inputMode="email"
        autoComplete="off"
        autoCapitalize="none"
        value={typed}
        onChange={setTyped}
        maxLength={254}
      />
      {forget.isError && <Refusal error={forget.error} zone="Asia/Tokyo" />}
      <div className="dlg-acts">
        <Button kind="quiet" onClick={onClose}>
          {t('public.records.keep')}
        </Button>
        <Button type="submit" kind="bad" disabled={!isSame} isBusy={forget.isPending}>
          {t('public.records.forget')}
        </Button>
      </div>
    </form>
  )
}
