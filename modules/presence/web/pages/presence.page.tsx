/** 在室: who is in and where, which doors want somebody, and the list to take outside. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { HubDesk, type DeskHub } from '#modules/hubs/web/index.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button, buttonClass } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note, SectionHead, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import type { StayView } from '../../contract/schemas.ts'
import { AddPerson } from '../components/add-person.tsx'
import { SettleButton, stateOf } from '../components/door-needs.tsx'
import { RuleDialog } from '../components/rule-dialog.tsx'
import { DoubtMarks, FullnessMark, useSay } from '../components/say.tsx'
import { TraceDialog } from '../components/trace-dialog.tsx'
import { evacuationUrl, presenceQuery } from '../queries.ts'

export function PresencePage() {
  return <HubDesk>{(hub) => <Now hub={hub} />}</HubDesk>
}

function Now({ hub }: { hub: DeskHub }) {
  const say = useSay()
  const { t } = say
  usePageTitle([t('now.title'), say.local(hub.names)])
  const now = useQuery(presenceQuery(hub.id))
  const [chosen, setChosen] = useState<StayView | undefined>(undefined)
  const [isSetting, setSetting] = useState(false)
  const [isAdding, setAdding] = useState(false)
  const data = now.data
  return (
    <>
      <PageHead title={data === undefined ? t('now.title') : t('now.count', { count: data.occupancy.people ?? 0 })} />
      {data === undefined ? (
        now.error === null ? (
          <SkeletonLines count={8} label={t('now.loading')} />
        ) : (
          <ProblemState error={now.error} onRetry={() => void now.refetch()} isRetrying={now.isFetching} />
        )
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
            <FullnessMark word={data.occupancy.word}>{t(`now.word.${data.occupancy.word}`)}</FullnessMark>
            {data.occupancy.capacity !== null && (
              <span className="muted">{t('now.ofCapacity', { capacity: data.occupancy.capacity })}</span>
            )}
            <p className="no-print flex flex-wrap gap-2 sm:ml-auto">
              <a href={evacuationUrl(hub.id)} target="_blank" rel="noreferrer" className={buttonClass({ kind: 'main', size: 'small' })}>
                <Icon name="print" />
                {t('now.evacuation')}
              </a>
              <Button size="small" icon="plus" onClick={() => setAdding(true)}>
                {t('correct.addPerson')}
              </Button>
              <LinkButton to={`/operate/${hub.key}/presence/log`} size="small" icon="list">
                {t('now.log')}
              </LinkButton>
              <LinkButton to={`/operate/${hub.key}/presence/visits`} size="small" icon="sum">
                {t('now.visits')}
              </LinkButton>
              <Button size="small" icon="settings" onClick={() => setSetting(true)}>
                {t('now.settings')}
              </Button>
            </p>
          </div>
          {(data.uncounted > 0 || data.unnamed > 0) && (
            <Note tone="wait">
              {data.uncounted > 0 && <p>{t('now.uncounted', { count: data.uncounted })}</p>}
              {data.unnamed > 0 && <p>{t('now.unnamed', { count: data.unnamed })}</p>}
            </Note>
          )}
          {data.openings.length > 0 && (
            <section aria-labelledby="doors">
              <SectionHead id="doors" title={t('doors.title')} />
              <ul className="border-t border-rule">
                {data.openings.map((opening) => (
                  <li key={opening.id} className="flex min-h-11 flex-wrap items-center gap-x-6 gap-y-2 border-b border-rule py-3">
                    <StateMark tone="bad" icon={opening.isForced ? 'alert' : 'door-open'}>
                      {t(`doors.${stateOf(opening)}`)}
                    </StateMark>
                    <span className="min-w-0 flex-1 basis-60">
                      {opening.doorNames === null ? t('doors.door') : say.local(opening.doorNames)}{' '}
                      <span className="muted n">{t('doors.since', { time: say.time(opening.openedAt, hub.zone) })}</span>
                    </span>
                    <SettleButton hubId={hub.id} opening={opening} />
                  </li>
                ))}
              </ul>
            </section>
          )}
          {data.here.length === 0 ? (
            <EmptyState icon="people" title={t('now.nobody')}>
              {t('now.nobodyBody')}
            </EmptyState>
          ) : (
            data.spaces.map((space) => (
              <section key={space.id} aria-labelledby={`in-${space.id}`}>
                <SectionHead
                  id={`in-${space.id}`}
                  title={space.names === null ? t('now.hall') : say.local(space.names)}
                  aside={<span className="n">{t('now.people', { count: space.people })}</span>}
                />
                <ul className="border-t border-rule">
                  {data.here
                    .filter((stay) => stay.spaceId === space.id)
                    .map((stay) => (
                      <StayLine key={stay.id} stay={stay} day={data.day} zone={hub.zone} onChoose={setChosen} />
                    ))}
                </ul>
              </section>
            ))
          )}
          {data.mayBeHere.length > 0 && (
            <section aria-labelledby="may-be-in">
              <SectionHead id="may-be-in" title={t('now.mayBeHere')} />
              <p className="muted pb-3">{t('now.mayBeHereBody')}</p>
              <ul className="border-t border-rule">
                {data.mayBeHere.map((stay) => (
                  <StayLine key={stay.id} stay={stay} day={data.day} zone={hub.zone} onChoose={setChosen} />
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
      {chosen !== undefined && <TraceDialog hub={hub} stay={chosen} onClose={() => setChosen(undefined)} />}
      {isAdding && <AddPerson hub={hub} onClose={() => setAdding(false)} />}
      {isSetting && data !== undefined && <RuleDialog hubId={hub.id} rule={data.rule} onClose={() => setSetting(false)} />}
    </>
  )
}

function StayLine({ stay, day, zone, onChoose }: { stay: StayView; day: string; zone: string; onChoose: (stay: StayView) => void }) {
  const say = useSay()
  const { t } = say
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-6 gap-y-1 border-b border-rule py-2">
      <span className="min-w-0 flex-1 basis-56">
        <b>{say.name(stay)}</b>
        {stay.organisation !== null && <span className="dense muted block">{stay.organisation}</span>}
      </span>
      {(stay.people > 1 || !stay.isCountSure) && <span className="n">{say.people(stay)}</span>}
      <span className="n">{t('now.since', { time: say.timeOn(stay.enteredAt, day, zone) })}</span>
      {stay.doubts.length > 0 && <DoubtMarks stay={stay} />}
      <Button size="small" onClick={() => onChoose(stay)} aria-label={`${t('correct.add')}: ${say.name(stay)}`}>
        {t('correct.add')}
      </Button>
    </li>
  )
}
