/** Settings, Mails: what was sent, what is kept because there is no mail server, what failed and why. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { listMails, readMailState } from '#platform/contract/endpoints.ts'
import { Button } from '#ui/button.tsx'
import { RadioChips, TextField } from '#ui/fields.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { call, keyOf, reading } from '../client.ts'
import { formatInstant } from '../format.ts'
import { useLanguage } from '../language.ts'
import { ProblemState } from '../shell/page.tsx'
import { usePlatformTexts } from '../shell/words.tsx'
import { useNarrowing } from './address.ts'
import { MailDialog } from './mail-dialog.tsx'
import { mailStates, type MailStatus, type MailSummary } from './mail-states.ts'
import { SettingsFrame } from './settings-frame.tsx'

const statuses = Object.keys(mailStates) as MailStatus[]

export function MailsPage() {
  const t = usePlatformTexts()
  const [narrowing, narrow] = useNarrowing()
  const [opened, setOpened] = useState<MailSummary | undefined>(undefined)
  // A new round empties the field, which otherwise keeps what is being typed.
  const [round, setRound] = useState(0)
  const status = statuses.find((each) => each === narrowing['status'])
  const q = narrowing['q'] ?? ''
  const query = { ...(status === undefined ? {} : { status }), ...(q === '' ? {} : { q }) }
  const list = useInfiniteQuery({
    queryKey: keyOf(listMails, { query }),
    queryFn: ({ pageParam }) => call(listMails, { query: { ...query, ...(pageParam === '' ? {} : { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    // No event tells when a mail has left: while one waits, it is asked for.
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((mail) => mail.status === 'queued')) === true ? 4_000 : false,
  })
  const mails = list.data?.pages.flatMap((page) => page.items) ?? []
  const clear = (): void => {
    setRound(round + 1)
    narrow({ status: '', q: '' })
  }
  const isNarrowed = Object.keys(query).length > 0
  return (
    <SettingsFrame title={t('mails.title')}>
      <NoServerNote />
      <p className="muted">{t('mails.recorded')}</p>
      <div className="my-5 flex flex-wrap items-end gap-x-8 gap-y-4">
        <FindField key={round} start={round === 0 ? q : ''} onChange={(text) => narrow({ q: text })} />
        <RadioChips
          legend={t('common.state')}
          layout="flow"
          value={status ?? ''}
          onChange={(value) => narrow({ status: value })}
          choices={[{ value: '', label: t('common.all') }, ...statuses.map((value) => ({ value, label: t(`mails.${value}`) }))]}
        />
      </div>
      {list.isError ? (
        <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
      ) : list.isPending ? (
        <SkeletonLines count={6} label={t('public.loading')} />
      ) : mails.length === 0 ? (
        isNarrowed ? (
          <EmptyState icon="search" title={t('mails.noneTitle')} act={<Button onClick={clear}>{t('mails.clear')}</Button>} />
        ) : (
          <EmptyState icon="mail" title={t('mails.emptyTitle')}>
            {t('mails.emptyBody')}
          </EmptyState>
        )
      ) : (
        <>
          <ul className="border-t border-ink" aria-label={t('mails.list')}>
            {mails.map((mail) => (
              <MailRow key={mail.id} mail={mail} onOpen={() => setOpened(mail)} />
            ))}
          </ul>
          {list.hasNextPage && (
            <p className="mt-6">
              <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('common.showMore')}
              </Button>
            </p>
          )}
        </>
      )}
      <MailDialog key={opened?.id} mail={opened} onClose={() => setOpened(undefined)} />
    </SettingsFrame>
  )
}

/** Asks when the typing pauses, not at each letter. */
function FindField({ start, onChange }: { start: string; onChange: (text: string) => void }) {
  const t = usePlatformTexts()
  const [typed, setTyped] = useState(start)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const take = (text: string): void => {
    setTyped(text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onChange(text), 300)
  }
  return (
    <div className="w-full max-w-sm">
      <TextField label={t('mails.find')} type="search" value={typed} onChange={take} maxLength={100} />
    </div>
  )
}

function MailRow({ mail, onOpen }: { mail: MailSummary; onOpen: () => void }) {
  const t = usePlatformTexts()
  const language = useLanguage()
  return (
    <li className="border-b border-rule">
      <button
        type="button"
        className="grid w-full grid-cols-[1fr_auto] items-center gap-x-6 gap-y-1 py-3 text-start leading-normal hover:bg-band lg:grid-cols-[9rem_minmax(0,2fr)_minmax(0,1.2fr)_10.5rem]"
        onClick={onOpen}
        aria-haspopup="dialog"
      >
        <StateMark {...mailStates[mail.status]}>{t(`mails.${mail.status}`)}</StateMark>
        <b className="col-span-2 lg:col-span-1" lang={mail.language}>
          {mail.to === '' ? t('mails.forgotten') : mail.subject}
        </b>
        <span className="dense muted min-w-0">{mail.to}</span>
        <time className="dense muted text-end max-lg:col-start-2 max-lg:row-start-1" dateTime={mail.createdAt}>
          {formatInstant(mail.sentAt ?? mail.createdAt, language)}
        </time>
      </button>
    </li>
  )
}

function NoServerNote() {
  const t = usePlatformTexts()
  const { data: state } = useQuery(reading(readMailState, {}))
  if (state === undefined || state.isConnected) return null
  return (
    <div className="mb-6">
      <Note tone="wait">
        <p className="font-bold">{t('mails.noServerTitle')}</p>
        <p>{t('mails.noServerBody')}</p>
        <p>{t('mails.noServerLater')}</p>
        <p className="mt-2">
          <LinkButton to="/settings/mail-server" size="small">
            {t('mails.howToSet')}
          </LinkButton>
        </p>
      </Note>
    </div>
  )
}
