/** Settings, mutual use: agreements with other consortia, what waits for an answer first. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { SettingsFrame } from '#platform/web/pages/settings-frame.tsx'
import { useLocalText } from '#platform/web/local-text.tsx'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Link } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { MutualUse } from '../../contract/mutual-use/schemas.ts'
import { StageMark, useDaysText } from '../components/mutual-use/agreement.tsx'
import { ProposeForm } from '../components/mutual-use/propose-form.tsx'
import { mutualUsesQuery } from '../mutual-use/queries.ts'
import { useHubsTexts } from '../texts.ts'

export function SettingsMutualUsePage() {
  const t = useHubsTexts()
  const local = useLocalText()
  const navigate = useNavigate()
  const { toast } = useToast()
  const { session } = useSession()
  const query = useQuery(mutualUsesQuery())
  const [isProposing, setProposing] = useState(false)
  const mayAgree = heldRoles(session).includes('admin')
  const items = query.data?.items ?? []
  const waits = items.filter((one) => one.can.answer)
  const propose = mayAgree && (
    <Button kind="main" icon="plus" onClick={() => setProposing(true)}>
      {t('mutualUse.propose')}
    </Button>
  )
  return (
    <SettingsFrame title={t('mutualUse.nav')}>
      <div className="grid max-w-5xl gap-6">
        <p className="max-w-3xl">{t('mutualUse.lead')}</p>
        {!mayAgree && <p className="dense muted">{t('mutualUse.onlyAdmin')}</p>}
        {query.data === undefined ? (
          query.error === null ? (
            <SkeletonLines count={5} label={t('mutualUse.loading')} />
          ) : (
            <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
          )
        ) : items.length === 0 ? (
          <EmptyState title={t('mutualUse.none')} act={propose}>
            {t('mutualUse.noneHint')}
          </EmptyState>
        ) : (
          <>
            {waits.length > 0 && mayAgree && <Note tone="wait">{t('mutualUse.needsAnswer')}</Note>}
            {propose !== false && <div>{propose}</div>}
            <ul className="border-t border-rule" aria-label={t('mutualUse.list')}>
              {[...waits, ...items.filter((one) => !one.can.answer)].map((one) => (
                <Line key={one.id} agreement={one} />
              ))}
            </ul>
          </>
        )}
      </div>
      <Dialog title={t('mutualUse.proposeForm.title')} isOpen={isProposing} onClose={() => setProposing(false)} isWide>
        {isProposing && (
          <ProposeForm
            onSent={(agreement) => {
              toast(t('mutualUse.proposeForm.sent', { partner: local(agreement.partner.names) }))
              void navigate({ to: '/settings/mutual-use/$mutualUseId', params: { mutualUseId: agreement.id } } as never)
            }}
          />
        )}
      </Dialog>
    </SettingsFrame>
  )
}

function Line({ agreement }: { agreement: MutualUse }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const days = useDaysText()
  return (
    <li className="rec">
      <Link to="/settings/mutual-use/$mutualUseId" params={{ mutualUseId: agreement.id }} className="rec-main grid-cols-1!">
        <b className="rec-who">{local(agreement.partner.names)}</b>
        <span className="dense muted">
          {days(agreement)}
          {'　'}
          {t(`mutualUse.who.${agreement.who}`)}
          {t('public.page.and')}
          {t(`mutualUse.price.${agreement.priceClass}`)}
        </span>
      </Link>
      <StageMark stage={agreement.stage} />
    </li>
  )
}
