/** One agreement: its terms, what can be done with it, what happened so far. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { formatInstant } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { AgreementFacts } from '../components/mutual-use/agreement.tsx'
import { HubsFrame } from '../components/settings/hub-frame.tsx'
import { Settle } from '../components/mutual-use/settle.tsx'
import { mutualUseHistoryQuery, mutualUseQuery } from '../mutual-use/queries.ts'
import { useHubsTexts } from '../texts.ts'

export function SettingsMutualUseOnePage() {
  const t = useHubsTexts()
  const local = useLocalText()
  const { session } = useSession()
  const { mutualUseId = '' } = useParams({ strict: false }) as { mutualUseId?: string }
  const query = useQuery(mutualUseQuery(mutualUseId))
  const mayAgree = heldRoles(session).includes('admin')
  return (
    <HubsFrame
      title={query.data === undefined ? t('mutualUse.nav') : local(query.data.partner.names)}
      crumbs={[{ label: t('mutualUse.nav'), target: { to: '/settings/mutual-use' } }]}
    >
      {query.data !== undefined ? (
        <div className="grid max-w-3xl gap-8">
          {mayAgree ? <Settle agreement={query.data} /> : <p className="dense muted">{t('mutualUse.onlyAdmin')}</p>}
          <AgreementFacts agreement={query.data} />
          <History mutualUseId={mutualUseId} />
        </div>
      ) : query.error === null ? (
        <SkeletonLines count={8} label={t('mutualUse.loading')} />
      ) : (
        <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      )}
    </HubsFrame>
  )
}

const words = {
  'hubs.mutualUseProposed': 'audit.mutualUseProposed',
  'hubs.mutualUseAccepted': 'audit.mutualUseAccepted',
  'hubs.mutualUseDeclined': 'audit.mutualUseDeclined',
  'hubs.mutualUseWithdrawn': 'audit.mutualUseWithdrawn',
  'hubs.mutualUseEnded': 'audit.mutualUseEnded',
} as const

function History({ mutualUseId }: { mutualUseId: string }) {
  const t = useHubsTexts()
  const language = useLanguage()
  const query = useQuery(mutualUseHistoryQuery(mutualUseId))
  if (query.data === undefined || query.data.items.length === 0) return null
  return (
    <section aria-labelledby="history">
      <SectionHead id="history" title={t('mutualUse.history')} />
      <ul className="border-t border-rule">
        {query.data.items.map((item) => (
          <li key={`${item.at} ${item.type}`} className="border-b border-rule py-3">
            <b>{item.type in words ? t(words[item.type as keyof typeof words]) : item.type}</b>
            <span className="dense muted ml-3">
              {formatInstant(item.at, language)}
              {'　'}
              {item.who.name === '' ? t(`mutualUse.side.${item.who.side}`) : item.who.name}
            </span>
            {item.reason !== null && <p className="dense">{item.reason}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
