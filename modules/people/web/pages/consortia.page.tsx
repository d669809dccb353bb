/** Where one belongs, and in which of them one is working now. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { reading } from '#platform/web/client.ts'
import { formatDay, dayOf } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { Local } from '#platform/web/local-text.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { LinkButton } from '#ui/link.tsx'
import { SectionHead, StateMark, Tag } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { readMe, withdrawJoinRequest } from '../../contract/endpoints.ts'
import type { Me } from '../../contract/schemas.ts'
import { AccountFrame } from '../components/account-frame.tsx'
import { Refusal } from '../components/refusal.tsx'
import { StatusMark } from '../components/status-mark.tsx'
import { nextPlace, useChange, workIn } from '../queries.ts'
import { usePeopleTexts } from '../texts.ts'

export function ConsortiaPage() {
  const t = usePeopleTexts()
  const me = useQuery(reading(readMe, {}))
  return (
    <AccountFrame title={t('account.consortia')}>
      {me.isError ? (
        <ProblemState error={me.error} onRetry={() => void me.refetch()} isRetrying={me.isFetching} />
      ) : me.data === undefined ? (
        <SkeletonLines count={4} label={t('public.loading')} />
      ) : (
        <>
          <Memberships me={me.data} />
          <Requests me={me.data} />
        </>
      )}
    </AccountFrame>
  )
}

function Memberships({ me }: { me: Me }) {
  const t = usePeopleTexts()
  const router = useRouter()
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>
  const choose = useMutation({ mutationFn: workIn, onSuccess: () => router.history.push(nextPlace(search) ?? '/me') })
  const active = me.memberships.filter((membership) => membership.status === 'active')
  if (me.memberships.length === 0) {
    return (
      <EmptyState icon="people" title={t('account.noConsortium')} act={<LinkButton to="/">{t('account.findHub')}</LinkButton>}>
        {t('account.noConsortiumBody')}
      </EmptyState>
    )
  }
  return (
    <section>
      {active.length > 1 && <p className="mb-4">{t(me.activeMembershipId === null ? 'account.chooseFirst' : 'account.chooseAbout')}</p>}
      <Refusal error={choose.error} />
      <ul className="border-t border-ink">
        {me.memberships.map((membership) => {
          const isActive = membership.id === me.activeMembershipId
          return (
            <li
              key={membership.id}
              className="flex flex-wrap items-center gap-x-6 gap-y-3 border-b border-rule py-4"
              aria-current={isActive ? 'true' : undefined}
            >
              <div className="min-w-0 flex-1 leading-normal">
                <b className="block">
                  <Local text={membership.consortium.name} />
                </b>
                {membership.organisation !== null && <span className="dense muted block">{membership.organisation.name}</span>}
                <span className="mt-1 flex flex-wrap gap-2">
                  {membership.roles.map((role) => (
                    <Tag key={role}>{t(`role.${role}`)}</Tag>
                  ))}
                </span>
              </div>
              {membership.status !== 'active' ? (
                <StatusMark status={membership.status} />
              ) : isActive ? (
                <StateMark tone="go" icon="check">
                  {t('account.workingHere')}
                </StateMark>
              ) : (
                <Button
                  isBusy={choose.isPending && choose.variables === membership.consortium.id}
                  onClick={() => choose.mutate(membership.consortium.id)}
                >
                  {t('account.workHere')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Requests({ me }: { me: Me }) {
  const t = usePeopleTexts()
  const language = useLanguage()
  const withdraw = useChange(withdrawJoinRequest, [readMe])
  if (me.joinRequests.length === 0) return null
  return (
    <section>
      <SectionHead title={t('account.requests')} />
      <Refusal error={withdraw.error} />
      <ul className="border-t border-rule">
        {me.joinRequests.map((request) => (
          <li key={request.id} className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-rule py-3 leading-normal">
            <span className="min-w-0 flex-1">
              <b>
                <Local text={request.consortium.name} />
              </b>
              <span className="dense muted block">{formatDay(dayOf(request.at), language, { hasYear: true })}</span>
              {request.reason !== null && <span className="dense block">{t('requests.reasonWas', { reason: request.reason })}</span>}
            </span>
            <StateMark
              tone={request.status === 'pending' ? 'wait' : request.status === 'approved' ? 'ok' : 'off'}
              icon={request.status === 'pending' ? 'hourglass' : request.status === 'approved' ? 'check' : 'cross'}
            >
              {t(`requests.state.${request.status}`)}
            </StateMark>
            {request.status === 'pending' && (
              <Button
                size="small"
                isBusy={withdraw.isPending && withdraw.variables.params.id === request.id}
                onClick={() => withdraw.mutate({ params: { id: request.id } })}
              >
                {t('requests.withdraw')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
