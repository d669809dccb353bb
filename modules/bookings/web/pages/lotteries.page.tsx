/** The lotteries of a hub, and one of them with its applications, its drawing and its end. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { Breadcrumb, Link } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { useToast } from '#ui/toast.tsx'
import { useUiWords } from '#ui/words.tsx'
import type { Lottery } from '../../contract/lottery/schemas.ts'
import { DeskFrame } from '../components/desk-frame.tsx'
import { LotteryFacts, LotteryMark, lotteryPeriod, wishText } from '../components/lottery/facts.tsx'
import { LotteryForm } from '../components/lottery/make-form.tsx'
import { Refusal } from '../components/refusal.tsx'
import { useSay } from '../components/say.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import {
  applicationsFileUrl,
  applicationsQuery,
  hubLotteriesQuery,
  hubLotteryQuery,
  useCancelLottery,
  useDrawLottery,
} from '../lottery/queries.ts'
import type { HubRef } from '../queries.ts'

export function LotteriesPage() {
  return <DeskFrame>{(hub) => <All key={hub.id} hub={hub} />}</DeskFrame>
}

export function OneLotteryPage() {
  return <DeskFrame>{(hub) => <One key={hub.id} hub={hub} />}</DeskFrame>
}

function All({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { toast } = useToast()
  const navigate = useNavigate()
  const { search, change } = useSearchState()
  const [isMaking, setMaking] = useState(false)
  usePageTitle([say.t('lottery.desk.title'), say.local(hub.names)])
  return (
    <>
      <PageHead
        title={say.t('lottery.desk.title')}
        facts={
          <Button kind="main" icon="plus" onClick={() => setMaking(true)}>
            {say.t('lottery.desk.make')}
          </Button>
        }
      />
      <p className="mb-5 max-w-2xl">{say.t('lottery.desk.lead')}</p>
      <Tabs
        label={say.t('lottery.desk.title')}
        value={search['when'] === 'past' ? 'past' : 'now'}
        onChange={(key) => change({ when: key === 'past' ? 'past' : undefined }, { replace: true })}
        views={[
          { key: 'now', label: say.t('lottery.desk.now'), content: <List hub={hub} when="now" /> },
          { key: 'past', label: say.t('lottery.desk.past'), content: <List hub={hub} when="past" /> },
        ]}
      />
      <Dialog title={say.t('lottery.desk.make')} place="side" isOpen={isMaking} onClose={() => setMaking(false)}>
        {isMaking && (
          <LotteryForm
            hub={hub}
            onDone={(lottery) => {
              toast(say.t('lottery.desk.made'))
              void navigate({ to: `/operate/${hub.key}/lotteries/${lottery.id}` } as never)
            }}
          />
        )}
      </Dialog>
    </>
  )
}

function List({ hub, when }: { hub: HubRef; when: 'now' | 'past' }) {
  const say = useSay()
  const query = useQuery(hubLotteriesQuery(hub.id, when))
  if (query.data === undefined) {
    if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />
    return <SkeletonLines count={4} label={say.t('booking.loading')} />
  }
  if (query.data.items.length === 0)
    return <EmptyState title={say.t('lottery.desk.none')}>{when === 'now' ? say.t('lottery.desk.noneBody') : undefined}</EmptyState>
  return (
    <ul className="border-t border-rule">
      {query.data.items.map((lottery) => (
        <li key={lottery.id} className="flex flex-wrap items-center justify-between gap-x-5 gap-y-1 border-b border-rule py-3">
          <div>
            <p>
              <Link to={`/operate/${hub.key}/lotteries/${lottery.id}`}>
                <b>{say.local(lottery.names)}</b>
              </Link>
            </p>
            <p className="dense muted">
              {say.facts([lotteryPeriod(say, lottery), `${say.t('public.lottery.draws')} ${say.instant(lottery.drawsAt, hub.zone)}`])}
            </p>
          </div>
          <LotteryMark state={lottery.state} />
        </li>
      ))}
    </ul>
  )
}

function One({ hub }: { hub: HubRef }) {
  const say = useSay()
  const words = useUiWords()
  const { lotteryId = '' } = useParams({ strict: false }) as { lotteryId?: string }
  const query = useQuery(hubLotteryQuery(hub.id, lotteryId))
  usePageTitle([query.data === undefined ? say.t('lottery.desk.title') : say.local(query.data.lottery.names), say.local(hub.names)])
  if (query.data === undefined) {
    if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />
    return <SkeletonLines count={6} label={say.t('booking.loading')} />
  }
  const { lottery, count } = query.data
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <div className="max-w-2xl">
        <Breadcrumb
          label={words.breadcrumb}
          crumbs={[
            { label: say.t('lottery.desk.title'), target: { to: `/operate/${hub.key}/lotteries` } },
            { label: say.local(lottery.names) },
          ]}
        />
        <h1 className="page-title" tabIndex={-1}>
          {say.local(lottery.names)}
        </h1>
        <LotteryFacts lottery={lottery} />
        <p className="mt-3">
          <Link to={`/hubs/${hub.key}/lotteries/${lottery.id}`}>{say.t('lottery.desk.publicPage')}</Link>
        </p>
        <Acts hub={hub} lottery={lottery} count={count} />
      </div>
      <Applications hub={hub} lottery={lottery} count={count} />
    </div>
  )
}

function Acts({ hub, lottery, count }: { hub: HubRef; lottery: Lottery; count: number }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const draw = useDrawLottery(hub.id)
  const cancel = useCancelLottery(hub.id)
  const [asking, setAsking] = useState<'draw' | 'cancel' | 'change' | undefined>(undefined)
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  if (lottery.state === 'drawn' || lottery.state === 'cancelled') return null
  const close = (): void => setAsking(undefined)
  const of = { lotteryId: lottery.id, version: lottery.version }
  return (
    <div className="mt-5 flex flex-wrap gap-3">
      {lottery.state === 'closed' && (
        <Button kind="main" onClick={() => setAsking('draw')}>
          {t('lottery.desk.drawNow')}
        </Button>
      )}
      <Button icon="edit" onClick={() => setAsking('change')}>
        {t('lottery.desk.change')}
      </Button>
      <Button kind="quiet" onClick={() => setAsking('cancel')}>
        {t('lottery.desk.cancel')}
      </Button>
      <ConfirmDialog
        title={t('lottery.desk.drawTitle')}
        isOpen={asking === 'draw'}
        onClose={close}
        confirmLabel={t('lottery.desk.drawNow')}
        isBusy={draw.isPending}
        error={<Refusal error={draw.error} zone={hub.zone} day="" />}
        onConfirm={() =>
          draw.mutate(of, {
            onSuccess: () => {
              close()
              toast(t('lottery.desk.drawn'))
            },
          })
        }
      >
        <p>{t('lottery.desk.drawBody', { count, draws: say.instant(lottery.drawsAt, hub.zone) })}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={t('lottery.desk.cancelTitle')}
        isOpen={asking === 'cancel'}
        onClose={close}
        kind="bad"
        confirmLabel={t('lottery.desk.cancel')}
        isBusy={cancel.isPending}
        error={<Refusal error={cancel.error} zone={hub.zone} day="" />}
        onConfirm={() => {
          setChecked(true)
          if (reason.trim() === '') return
          cancel.mutate(
            { ...of, reason },
            {
              onSuccess: () => {
                close()
                toast(t('lottery.desk.cancelled'))
              },
            },
          )
        }}
      >
        <p className="mb-4">{t('lottery.desk.cancelBody')}</p>
        <TextField
          label={t('lottery.desk.reason')}
          value={reason}
          maxLength={500}
          isRequired
          error={isChecked && reason.trim() === '' ? t('lottery.desk.missing') : undefined}
          onChange={setReason}
        />
      </ConfirmDialog>
      <Dialog title={t('lottery.desk.change')} place="side" isOpen={asking === 'change'} onClose={close}>
        {asking === 'change' && (
          <LotteryForm
            hub={hub}
            lottery={lottery}
            onDone={() => {
              close()
              toast(t('lottery.desk.changed'))
            }}
          />
        )}
      </Dialog>
    </div>
  )
}

function Applications({ hub, lottery, count }: { hub: HubRef; lottery: Lottery; count: number }) {
  const say = useSay()
  const { t } = say
  const isDrawn = lottery.state === 'drawn'
  const query = useQuery(applicationsQuery(hub.id, lottery.id, isDrawn ? 'place' : 'number'))
  return (
    <section aria-labelledby="applications">
      <SectionHead
        id="applications"
        title={t('lottery.desk.applications')}
        aside={<span>{t('lottery.desk.count', { count })}</span>}
        more={
          count > 0 && (
            <a href={applicationsFileUrl(hub.id, lottery.id)} download>
              {t('lottery.desk.file')}
            </a>
          )
        }
      />
      {query.data === undefined ? (
        query.error === null ? (
          <SkeletonLines count={4} label={t('booking.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : query.data.items.length === 0 ? (
        <EmptyState title={t('lottery.desk.noApplications')} />
      ) : (
        <DataTable
          caption={t('lottery.desk.applications')}
          isCaptionHidden
          rows={query.data.items}
          rowKey={(item) => item.id}
          locale={say.language}
          columns={[
            {
              key: 'number',
              label: t('public.lottery.number'),
              align: 'end',
              cell: (item) => item.number,
              sortValue: (item) => item.number,
            },
            {
              key: 'who',
              label: t('lottery.desk.who'),
              isRowHead: true,
              cell: (item) => (
                <>
                  <p>{say.bareName(item.name)}</p>
                  <p className="dense muted">{say.facts([t('lottery.desk.people', { count: item.partySize }), item.purpose])}</p>
                </>
              ),
              sortValue: (item) => item.name,
            },
            {
              key: 'wishes',
              label: t('public.lottery.wishes'),
              cell: (item) =>
                item.wishes.map((wish, i) => (
                  <p key={`${wish.spaceId}${wish.startsAt}`} className="min-w-52">{`${i + 1}. ${wishText(say, lottery, wish)}`}</p>
                )),
            },
            ...(isDrawn
              ? [
                  {
                    key: 'place',
                    label: t('public.lottery.place'),
                    align: 'end' as const,
                    cell: (item: (typeof query.data.items)[number]) => item.drawnPlace,
                    sortValue: (item: (typeof query.data.items)[number]) => item.drawnPlace ?? 0,
                  },
                  {
                    key: 'wins',
                    label: t('public.lottery.wins'),
                    cell: (item: (typeof query.data.items)[number]) =>
                      item.wins.length === 0
                        ? t('public.lottery.noWin')
                        : item.wins.map(({ wish, bookingId }) => (
                            <p key={bookingId} className="min-w-52">
                              <Link to={`/operate/${hub.key}/bookings/${bookingId}`}>
                                {item.wishes[wish] === undefined ? '' : wishText(say, lottery, item.wishes[wish])}
                              </Link>
                            </p>
                          )),
                  },
                ]
              : []),
          ]}
        />
      )}
      {query.data?.nextCursor != null && <p className="mt-3 dense muted">{t('lottery.desk.file')}</p>}
    </section>
  )
}
