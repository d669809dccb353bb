import type { IconName } from '#ui/icon.tsx'
import { StateMark, type Tone } from '#ui/marks.tsx'
import type { Member } from '../../contract/schemas.ts'
import { usePeopleTexts } from '../texts.ts'

const looks: Readonly<Record<Member['status'], { tone: Tone; icon: IconName }>> = {
  invited: { tone: 'wait', icon: 'hourglass' },
  active: { tone: 'ok', icon: 'check' },
  suspended: { tone: 'bad', icon: 'lock' },
  ended: { tone: 'off', icon: 'leave' },
}

export function StatusMark({ status }: { status: Member['status'] }) {
  const t = usePeopleTexts()
  return <StateMark {...looks[status]}>{t(`status.${status}`)}</StateMark>
}
