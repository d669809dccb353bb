/** Lines of the entry log: when, which door, who, and why it opened or did not, in words. */
import { StateMark } from '#ui/marks.tsx'
import type { Passage } from '../../contract/passage/schemas.ts'
import { useSay } from './say.tsx'

interface Props {
  label: string
  passages: readonly Passage[]
  zone: string
  /** In a person's own list the name says nothing. */
  isOwn?: boolean
  isDoorHidden?: boolean
}

export function PassageList({ label, passages, zone, isOwn, isDoorHidden }: Props) {
  const say = useSay()
  return (
    <ul className="border-t border-rule" aria-label={label}>
      {passages.map((passage) => (
        <li key={passage.id} className="grid gap-x-6 gap-y-0.5 border-b border-rule py-2.5 md:grid-cols-[13rem_minmax(0,1fr)_auto]">
          <p className="n font-bold">{say.instant(passage.at, zone)}</p>
          <div className="min-w-0">
            <p>
              {say.facts([
                isDoorHidden === true || passage.doorNames === null ? '' : say.local(passage.doorNames),
                passage.reason === 'exit' ? '' : say.t(passage.direction === 'in' ? 'log.in' : 'log.out'),
                isOwn === true ? '' : passage.subject === null ? say.t('common.unknownPerson') : say.name(passage.subject.name),
              ])}
            </p>
            <p className="dense muted">
              {say.facts([
                passage.factors.map((factor) => say.t(`factors.${factor as 'card'}`)).join(say.language === 'ja' ? '・' : ', '),
                passage.source === null ? '' : say.t(`sources.${passage.source.kind as 'booking'}`),
                passage.isOffline ? say.t('log.offline') : '',
                passage.timeQuality === 'doubtful' ? say.t('log.doubtful') : '',
              ])}
            </p>
          </div>
          <p className="md:text-right">
            <StateMark tone={passage.isOpen ? 'ok' : 'bad'} icon={passage.isOpen ? 'check' : 'cross'}>
              {say.t(`log.reasons.${passage.reason}`)}
            </StateMark>
          </p>
        </li>
      ))}
    </ul>
  )
}
