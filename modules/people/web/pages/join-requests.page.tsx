/** Who asked to join, and the answer. */
import { useState, type ReactNode } from 'react'
import { roles as allRoles, type Role } from '#platform/contract/permissions.ts'
import type { ResponseOf } from '#platform/contract/endpoint.ts'
import { call, keyOf } from '#platform/web/client.ts'
import { formatInstant } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { Link } from '#ui/link.tsx'
import { SectionHead, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { decideJoinRequest, listJoinRequests, listMembers } from '../../contract/endpoints.ts'
import { formatPhone } from '../../contract/rules.ts'
import { PeopleFrame } from '../components/people-frame.tsx'
import { Refusal } from '../components/refusal.tsx'
import { RoleChoice } from '../components/role-choice.tsx'
import { More, useOrganisationChoices, usePages } from '../components/use-pages.tsx'
import { useChange } from '../queries.ts'
import { showFirstError } from '../components/show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'

type JoinRequest = ResponseOf<typeof listJoinRequests>['items'][number]

export function JoinRequestsPage() {
  const t = usePeopleTexts()
  const {
    list,
    items: waiting,
    total,
  } = usePages(keyOf(listJoinRequests, { query: {} }), (cursor) => call(listJoinRequests, { query: cursor }))
  const { list: answers, items: decided } = usePages(keyOf(listJoinRequests, { query: { isDecided: 'true' } }), (cursor) =>
    call(listJoinRequests, { query: { isDecided: 'true', ...cursor } }),
  )
  const [deciding, setDeciding] = useState<{ request: JoinRequest; decision: 'approved' | 'declined' } | undefined>(undefined)
  const close = (): void => setDeciding(undefined)
  return (
    <PeopleFrame title={t('requests.title')}>
      {list.isError ? (
        <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
      ) : list.isPending ? (
        <SkeletonLines count={6} label={t('public.loading')} />
      ) : (
        <div className="grid gap-10">
          {waiting.length === 0 ? (
            <EmptyState icon="check" title={t('requests.emptyTitle')}>
              {t('requests.emptyBody')}
            </EmptyState>
          ) : (
            <section>
              <SectionHead title={t('requests.waiting', { count: total })} />
              <ul className="border-t border-ink">
                {waiting.map((request) => (
                  <Row key={request.id} request={request}>
                    <Button kind="main" size="small" onClick={() => setDeciding({ request, decision: 'approved' })}>
                      {t('requests.approve')}
                    </Button>
                    <Button size="small" onClick={() => setDeciding({ request, decision: 'declined' })}>
                      {t('requests.decline')}
                    </Button>
                  </Row>
                ))}
              </ul>
              <More list={list} />
            </section>
          )}
          {decided.length > 0 && (
            <section>
              <SectionHead title={t('requests.decided')} />
              <ul className="border-t border-rule">
                {decided.map((request) => (
                  <Row key={request.id} request={request} />
                ))}
              </ul>
              <More list={answers} />
            </section>
          )}
        </div>
      )}
      <Dialog
        title={
          deciding === undefined
            ? ''
            : t(deciding.decision === 'approved' ? 'requests.approveTitle' : 'requests.declineTitle', { name: deciding.request.name })
        }
        isOpen={deciding !== undefined}
        onClose={close}
      >
        {deciding !== undefined && <Decide {...deciding} onClose={close} />}
      </Dialog>
    </PeopleFrame>
  )
}

function Row({ request, children }: { request: JoinRequest; children?: ReactNode }) {
  const t = usePeopleTexts()
  const language = useLanguage()
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 border-b border-rule py-3 leading-normal">
      <span className="min-w-0 flex-1 basis-72">
        <b className="block">
          {request.membershipId === null ? (
            request.name || t('members.forgotten')
          ) : (
            <Link to={`/settings/members/${request.membershipId}`}>{request.name || t('members.forgotten')}</Link>
          )}
          {request.kana !== null && <span className="dense muted font-normal">{`　${request.kana}`}</span>}
        </b>
        <span className="dense muted block break-all">
          {[request.organisationName, request.mail, request.phone === null ? null : formatPhone(request.phone)].filter(Boolean).join('　')}
        </span>
        {request.message !== null && <span className="mt-1 block whitespace-pre-wrap">{request.message}</span>}
        {request.reason !== null && <span className="dense mt-1 block">{t('requests.reasonWas', { reason: request.reason })}</span>}
      </span>
      <span className="dense muted basis-52">
        {t('requests.at', { when: formatInstant(request.createdAt, language) })}
        {request.decidedAt !== null && request.status !== 'withdrawn' && (
          <span className="block">
            {t('requests.decidedBy', { when: formatInstant(request.decidedAt, language), name: request.decidedBy ?? '–' })}
          </span>
        )}
      </span>
      {request.status === 'pending' ? (
        <span className="flex flex-wrap gap-2">{children}</span>
      ) : (
        <StateMark tone={request.status === 'approved' ? 'ok' : 'off'} icon={request.status === 'approved' ? 'check' : 'cross'}>
          {t(`requests.state.${request.status}`)}
        </StateMark>
      )}
    </li>
  )
}

function Decide({ request, decision, onClose }: { request: JoinRequest; decision: 'approved' | 'declined'; onClose: () => void }) {
  const t = usePeopleTexts()
  const { session } = useSession()
  const organisations = useOrganisationChoices({ isOn: decision === 'approved' })
  const [chosen, setChosen] = useState<readonly Role[]>(['member'])
  const [organisationId, setOrganisationId] = useState('')
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const decide = useChange(decideJoinRequest, [listJoinRequests, listMembers])
  const isApproval = decision === 'approved'
  const isReady = isApproval ? chosen.length > 0 : reason.trim() !== ''
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        showFirstError(event.currentTarget)
        if (!isReady || decide.isPending) return
        const body = isApproval
          ? {
              decision,
              reason,
              roles: allRoles.filter((role) => chosen.includes(role)),
              organisationId: organisationId === '' ? null : organisationId,
            }
          : { decision, reason }
        decide.mutate({ params: { id: request.id }, body }, { onSuccess: onClose })
      }}
    >
      {isApproval && (
        <>
          <Select
            label={t('public.field.organisation')}
            hint={request.organisationName === null ? undefined : t('requests.wrote', { organisation: request.organisationName })}
            value={organisationId}
            onChange={setOrganisationId}
            choices={[{ value: '', label: t('members.noOrganisation') }, ...organisations]}
          />
          <RoleChoice
            value={chosen}
            onChange={setChosen}
            mayGiveAdmin={heldRoles(session).includes('admin')}
            error={isTried && chosen.length === 0 ? t('members.oneRole') : undefined}
          />
        </>
      )}
      <TextField
        label={t('members.reason')}
        hint={t(isApproval ? 'requests.reasonOptional' : 'requests.reasonTold')}
        isRequired={!isApproval}
        value={reason}
        onChange={setReason}
        error={isTried && !isApproval && reason.trim() === '' ? t('public.needed') : undefined}
        maxLength={500}
      />
      <Refusal error={decide.error} />
      <div className="dlg-acts">
        <Button kind="quiet" onClick={onClose}>
          {t('members.cancel')}
        </Button>
        <Button type="submit" kind={isApproval ? 'main' : 'bad'} isBusy={decide.isPending}>
          {t(isApproval ? 'requests.approve' : 'requests.decline')}
        </Button>
      </div>
    </form>
  )
}
