/** How an agreement reads: where it stands, its days, its terms. */
import type { ReactNode } from 'react'
import { formatDay, formatInstant } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { StateMark, type Tone } from '#ui/marks.tsx'
import type { IconName } from '#ui/icon.tsx'
import { lastDayOf } from '../../../contract/mutual-use/rules.ts'
import type { MutualUse, MutualUseStage } from '../../../contract/mutual-use/schemas.ts'
import { useHubsTexts } from '../../texts.ts'

const looks: Readonly<Record<MutualUseStage, { tone: Tone; icon: IconName }>> = {
  proposed: { tone: 'wait', icon: 'hourglass' },
  coming: { tone: 'go', icon: 'clock' },
  running: { tone: 'ok', icon: 'check' },
  ending: { tone: 'wait', icon: 'clock' },
  over: { tone: 'off', icon: 'check' },
  declined: { tone: 'off', icon: 'cross' },
  withdrawn: { tone: 'off', icon: 'cross' },
}

export function StageMark({ stage }: { stage: MutualUseStage }) {
  const t = useHubsTexts()
  return (
    <StateMark tone={looks[stage].tone} icon={looks[stage].icon}>
      {t(`mutualUse.stage.${stage}`)}
    </StateMark>
  )
}

/** `2026年12月1日から2027年3月31日まで` */
export function useDaysText(): (agreement: Pick<MutualUse, 'fromOn' | 'untilOn' | 'endsOn'>) => string {
  const t = useHubsTexts()
  const language = useLanguage()
  const day = (on: string): string => formatDay(on, language, { hasYear: true, hasWeekday: false })
  return (agreement) => {
    const last = lastDayOf(agreement)
    return last === null
      ? t('mutualUse.daysOpen', { from: day(agreement.fromOn) })
      : t('mutualUse.days', { from: day(agreement.fromOn), until: day(last) })
  }
}

export function AgreementFacts({ agreement }: { agreement: MutualUse }) {
  const t = useHubsTexts()
  const language = useLanguage()
  const local = useLocalText()
  const days = useDaysText()
  const at = (instant: string): string => formatInstant(instant, language)
  const hubs = (list: MutualUse['ownHubs']): string =>
    list === null ? t('mutualUse.allHubs') : list.map((hub) => local(hub.names)).join(t('public.page.and'))
  const isOpen = agreement.stage === 'proposed'
  const side = (by: 'us' | 'them'): string => t(by === 'us' ? 'mutualUse.byUs' : 'mutualUse.byThem')
  return (
    <dl className="facts">
      <Fact name={t('mutualUse.fact.stage')}>
        <StageMark stage={agreement.stage} />
      </Fact>
      <Fact name={t('mutualUse.fact.days')}>{days(agreement)}</Fact>
      <Fact name={t('mutualUse.fact.who')}>{t(`mutualUse.who.${agreement.who}`)}</Fact>
      <Fact name={t('mutualUse.fact.price')}>{t(`mutualUse.price.${agreement.priceClass}`)}</Fact>
      <Fact name={t('mutualUse.fact.most')}>
        {agreement.mostPerMonth === null ? t('mutualUse.mostNone') : t('mutualUse.mostCount', { count: agreement.mostPerMonth })}
      </Fact>
      <Fact name={t('mutualUse.fact.ownHubs')}>{isOpen && agreement.proposedBy === 'them' ? '—' : hubs(agreement.ownHubs)}</Fact>
      <Fact name={t('mutualUse.fact.partnerHubs')}>
        {isOpen && agreement.proposedBy === 'us' ? t('mutualUse.notSaid') : hubs(agreement.partnerHubs)}
      </Fact>
      <Fact name={t('mutualUse.fact.proposed')}>
        {at(agreement.proposedAt)}
        {'　'}
        {side(agreement.proposedBy)}
      </Fact>
      {agreement.message !== '' && <Fact name={t('mutualUse.fact.message')}>{agreement.message}</Fact>}
      {agreement.answeredAt !== null && <Fact name={t('mutualUse.fact.answered')}>{at(agreement.answeredAt)}</Fact>}
      {agreement.answer !== '' && <Fact name={t('mutualUse.fact.answer')}>{agreement.answer}</Fact>}
      {agreement.endedAt !== null && agreement.endedBy !== null && (
        <Fact name={t('mutualUse.fact.ended')}>
          {at(agreement.endedAt)}
          {'　'}
          {side(agreement.endedBy)}
        </Fact>
      )}
      {agreement.endsOn !== null && (
        <Fact name={t('mutualUse.fact.lastDay')}>{formatDay(agreement.endsOn, language, { hasYear: true })}</Fact>
      )}
      {agreement.endReason !== '' && <Fact name={t('mutualUse.fact.reason')}>{agreement.endReason}</Fact>}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}
