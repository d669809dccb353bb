/** The till's day: what should be in the drawer, the count of coins and notes, and the day that is then closed. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatYen, today as todayIn } from '#platform/web/format.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button, buttonClass } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { Link } from '#ui/link.tsx'
import { Note, SectionHead } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { closeDay } from '../../contract/payment/endpoints.ts'
import { countedYen, denominations, type Counts } from '../../contract/payment/rules.ts'
import type { Till } from '../../contract/payment/schemas.ts'
import { DeskFrame } from '../components/desk-frame.tsx'
import { MoneyNav, MoneyProblem, PaperLink, signedYen, yenIn } from '../components/payment/parts.tsx'
import { useSay } from '../components/say.tsx'
import { closingsQuery, closingSheetUrl, closingUrl, tillQuery, useMoney } from '../payment/queries.ts'
import type { HubRef } from '../queries.ts'

export function MoneyClosingPage() {
  return <DeskFrame>{(hub) => <ClosingDesk key={hub.id} hub={hub} />}</DeskFrame>
}

function ClosingDesk({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { t } = say
  usePageTitle([t('payment.closing'), say.local(hub.names)])
  const till = useQuery(tillQuery(hub.id))
  return (
    <>
      <PageHead title={till.data === undefined ? t('payment.closing') : t('payment.closingLead', { day: say.day(till.data.today) })} />
      <MoneyNav hubKey={hub.key} />
      {till.data === undefined ? (
        till.error === null ? (
          <SkeletonLines count={8} label={t('payment.loading')} />
        ) : (
          <ProblemState error={till.error} onRetry={() => void till.refetch()} isRetrying={till.isFetching} />
        )
      ) : till.data.closedUntil !== null && till.data.closedUntil >= till.data.today ? (
        <Note tone="ok">{t('payment.isClosed', { day: say.day(till.data.businessDay) })}</Note>
      ) : (
        <CountForm hub={hub} till={till.data} />
      )}
      {till.data !== undefined && <Movements hub={hub} till={till.data} />}
      <Closings hub={hub} />
    </>
  )
}

function CountForm({ hub, till }: { hub: HubRef; till: Till }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const close = useMoney(closeDay)
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [opening, setOpening] = useState(String(till.openingYen))
  const [carried, setCarried] = useState<string>()
  const [reason, setReason] = useState('')
  const [isAsking, setAsking] = useState(false)
  const counts: Counts = Object.fromEntries(denominations.map((value) => [`${value}`, yenIn(typed[value] ?? '') ?? 0]))
  // what the closing before left is known: anything else is a difference
  const openingYen = till.closedUntil === null ? (yenIn(opening) ?? till.openingYen) : till.openingYen
  const expected = openingYen + till.cashInYen - till.cashOutYen
  const counted = countedYen(counts)
  const difference = counted - expected
  const carriedYen = carried === undefined ? Math.min(openingYen, counted) : (yenIn(carried) ?? 0)
  // a till that nobody has counted yet is not short
  const isCounted = Object.values(typed).some((text) => text.trim() !== '')
  const needsReason = difference !== 0 && reason.trim() === ''
  const send = (): void =>
    close.mutate(
      {
        params: { hubId: hub.id },
        body: {
          businessDay: till.today,
          openingYen,
          counts,
          expectedYen: expected,
          carriedYen,
          ...(reason.trim() === '' ? {} : { reason }),
        },
      },
      {
        onSuccess: () => toast(t('payment.dayClosed', { day: say.day(till.today) })),
        onSettled: () => setAsking(false),
      },
    )
  const line = (label: string, yen: number, isStrong = false) => (
    <div className="flex items-baseline justify-between gap-4 border-b border-rule py-2">
      <dt className={isStrong ? 'font-bold' : undefined}>{label}</dt>
      <dd className={isStrong ? 'n text-[1.25rem] font-bold' : 'n'}>{signedYen(yen)}</dd>
    </div>
  )
  return (
    <form
      className="grid gap-x-16 gap-y-8 lg:grid-cols-2"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!needsReason) setAsking(true)
      }}
    >
      <fieldset>
        <legend className="legend">{t('payment.countTitle')}</legend>
        <ul className="border-t border-rule">
          {denominations.map((value) => (
            <li key={value} className="grid grid-cols-[6rem_minmax(0,1fr)_7rem] items-center gap-3 border-b border-rule py-1">
              <label htmlFor={`count-${value}`} className="n text-end">
                {formatYen(value)}
              </label>
              <input
                id={`count-${value}`}
                className="inp text-end"
                inputMode="numeric"
                autoComplete="off"
                aria-label={t('payment.pieceOf', { yen: formatYen(value) })}
                value={typed[value] ?? ''}
                onChange={(event) => setTyped((before) => ({ ...before, [value]: event.target.value }))}
              />
              <span className="n text-end">{formatYen(value * (counts[`${value}`] ?? 0))}</span>
            </li>
          ))}
        </ul>
      </fieldset>
      <div className="grid content-start gap-5">
        {till.closedUntil === null && <TextField label={t('payment.opening')} inputMode="numeric" value={opening} onChange={setOpening} />}
        <dl className="border-t border-rule">
          {till.closedUntil !== null && line(t('payment.opening'), openingYen)}
          {line(t('payment.cashIn'), till.cashInYen)}
          {line(t('payment.cashOut'), till.cashOutYen)}
          {line(t('payment.expected'), expected, true)}
          {line(t('payment.counted'), counted, true)}
        </dl>
        <div aria-live="polite">
          {difference !== 0 && !isCounted ? (
            <Note>{t('payment.countFirst')}</Note>
          ) : (
            <Note tone={difference === 0 ? 'ok' : 'bad'}>
              <b>
                {difference === 0
                  ? t('payment.noDifference')
                  : t(difference < 0 ? 'payment.short' : 'payment.over', { yen: formatYen(Math.abs(difference)) })}
              </b>
            </Note>
          )}
        </div>
        {difference !== 0 && isCounted && (
          <TextField label={t('payment.differenceReason')} value={reason} onChange={setReason} isRequired maxLength={300} />
        )}
        <TextField
          label={t('payment.carried')}
          inputMode="numeric"
          value={carried ?? String(carriedYen)}
          onChange={setCarried}
          hint={`${t('payment.deposit')} ${formatYen(Math.max(0, counted - carriedYen))}`}
        />
        <MoneyProblem error={close.error} />
        <div>
          <Button kind="main" type="submit" aria-disabled={needsReason} isBusy={close.isPending}>
            {t('payment.closeDay')}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        title={t('payment.closeDay')}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        confirmLabel={t('payment.closeDay')}
        isBusy={close.isPending}
        onConfirm={send}
      >
        <p>{t('payment.closeAsk', { day: say.day(till.today) })}</p>
      </ConfirmDialog>
    </form>
  )
}

/** Each movement since the last closing: the sums above are these. */
function Movements({ hub, till }: { hub: HubRef; till: Till }) {
  const say = useSay()
  const { t } = say
  return (
    <section className="pt-12" aria-labelledby="movements">
      <SectionHead id="movements" title={t('payment.movements')} />
      {till.movements.length === 0 && <p className="muted py-3">{t('payment.noMovements')}</p>}
      <ul className="border-t border-rule empty:hidden">
        {till.movements.map((move) => (
          <li key={move.id} className="flex flex-wrap items-baseline gap-x-6 gap-y-1 border-b border-rule py-2">
            <span className="n min-w-32">{say.instant(move.at, hub.zone)}</span>
            <span className="min-w-0 flex-1">
              {t(move.isReversal ? 'payment.entry.reversal' : `payment.entry.${move.kind}`)}
              {move.receiptNumber !== null && (
                <span className="dense">{`　${t('payment.receiptNumber', { number: move.receiptNumber })}`}</span>
              )}
              <span className="dense muted block">{say.facts([move.who === '' ? t('payment.byProgram') : move.who, move.reason])}</span>
            </span>
            <Link to={`/operate/${hub.key}/money`} search={{ booking: move.bookingId }} className="n">
              {signedYen(move.amountYen)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Closings({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { t } = say
  const closings = useQuery(closingsQuery(hub.id))
  const today = todayIn(hub.zone)
  const [from, setFrom] = useState(`${today.slice(0, 7)}-01`)
  const [until, setUntil] = useState(today)
  const paper = say.language === 'ja' ? 'ja' : 'en'
  return (
    <section className="pt-12" aria-labelledby="closings">
      <SectionHead id="closings" title={t('payment.closings')} />
      {closings.data?.items.length === 0 && <EmptyState icon="list" title={t('payment.noClosings')} />}
      <ul className="border-t border-rule empty:hidden">
        {closings.data?.items.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-rule py-2">
            <b className="min-w-32">{say.day(one.businessDay)}</b>
            <span className="n">{formatYen(one.countedYen)}</span>
            <span className="dense min-w-0 flex-1">
              {one.differenceYen === 0 ? t('payment.noDifference') : `${t('payment.difference')} ${signedYen(one.differenceYen)}`}
              <span className="muted">{`　${say.facts([one.reason, one.who])}`}</span>
            </span>
            <PaperLink size="small" href={closingUrl(one.id, paper)}>
              {t('payment.printClosing')}
            </PaperLink>
          </li>
        ))}
      </ul>
      <div className="mt-6 flex flex-wrap items-end gap-4">
        <TextField label={t('payment.exportFrom')} type="date" value={from} onChange={setFrom} />
        <TextField label={t('payment.exportUntil')} type="date" value={until} onChange={setUntil} />
        <span className="flex gap-3">
          {(['xlsx', 'csv'] as const).map((format) => (
            <a key={format} className={buttonClass({ kind: 'quiet' })} href={closingSheetUrl(hub.id, { from, until, format })} download>
              <Icon name="download" />
              {t(format === 'xlsx' ? 'payment.toExcel' : 'payment.toCsv')}
            </a>
          ))}
        </span>
      </div>
    </section>
  )
}
