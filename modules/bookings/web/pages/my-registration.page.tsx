/** Own registrations: where they stand, what the office said, and what can be done about it. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { Link } from '#ui/link.tsx'
import { Note, type NoteTone } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { answerRegistration, askRegistration, askRenewal, withdrawRegistration } from '../../contract/registration/endpoints.ts'
import type { Registration, RegistrationFile } from '../../contract/registration/schemas.ts'
import { MoneyProblem } from '../components/payment/parts.tsx'
import { ApplicationForm } from '../components/registration/application-form.tsx'
import { RegistrationFacts, RegistrationMark, RegistrationProofs, RegistrationSteps } from '../components/registration/file-view.tsx'
import { useSay } from '../components/say.tsx'
import { myRegistrationsQuery, registrationQuery, useRegistering } from '../registration/queries.ts'

export function MyRegistrationsPage() {
  const say = useSay()
  const { t } = say
  usePageTitle([t('registration.mine')])
  const { toast } = useToast()
  const list = useQuery(myRegistrationsQuery())
  const ask = useRegistering(askRegistration)
  const [applying, setApplying] = useState<'person' | 'group'>()
  const items = list.data?.items ?? []
  const hasOwn = items.some((one) => one.kind === 'person' && one.status !== 'refused' && one.status !== 'withdrawn')
  const acts = (
    <>
      {!hasOwn && (
        <Button kind="main" icon="person" onClick={() => setApplying('person')}>
          {t('registration.applyPerson')}
        </Button>
      )}
      <Button icon="people" onClick={() => setApplying('group')}>
        {t('registration.applyGroup')}
      </Button>
    </>
  )
  return (
    <div className="wrap pb-16">
      <PageHead title={t('registration.mine')} />
      <p className="mb-6 max-w-3xl">{t('registration.mineAbout')}</p>
      {list.data === undefined ? (
        list.error === null ? (
          <SkeletonLines count={4} label={t('registration.loading')} />
        ) : (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
        )
      ) : items.length === 0 ? (
        <EmptyState icon="person" title={t('registration.mineNone')} act={acts} />
      ) : (
        <div className="grid max-w-3xl gap-6">
          <ul className="border-t border-rule">
            {items.map((one) => (
              <li key={one.id} className="border-b border-rule">
                <Link
                  to={`/me/registration/${one.id}`}
                  className="grid min-h-14 grid-cols-[minmax(0,1fr)_auto] items-center gap-4 py-2 text-ink no-underline hover:bg-band"
                >
                  <span className="min-w-0">
                    <b>{one.name}</b>
                    <span className="dense muted block">
                      {say.facts([
                        t(`registration.kind.${one.kind}`),
                        one.validUntil === null ? '' : t('registration.until', { day: say.day(one.validUntil, { hasYear: true }) }),
                      ])}
                    </span>
                  </span>
                  <RegistrationMark registration={one} />
                </Link>
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap gap-3">{acts}</div>
        </div>
      )}
      <Dialog title={t('registration.applyTitle')} isOpen={applying !== undefined} onClose={() => setApplying(undefined)} place="side">
        {applying !== undefined && (
          <ApplicationForm
            kind={applying}
            submitLabel={t('registration.send')}
            isBusy={ask.isPending}
            error={ask.error}
            onCancel={() => setApplying(undefined)}
            onSubmit={(body) =>
              ask.mutate(
                { body },
                {
                  onSuccess: () => {
                    toast(t('registration.sent'))
                    setApplying(undefined)
                  },
                },
              )
            }
          />
        )}
      </Dialog>
    </div>
  )
}

export function MyRegistrationPage() {
  const { t } = useSay()
  const { registrationId = '' } = useParams({ strict: false }) as { registrationId?: string }
  const query = useQuery(registrationQuery(registrationId))
  usePageTitle([t('registration.mine')])
  return (
    <div className="wrap pb-16">
      <PageHead title={query.data?.name ?? t('registration.mine')} />
      {query.data !== undefined ? (
        <OwnFile file={query.data} />
      ) : query.error === null ? (
        <SkeletonLines count={8} label={t('registration.loading')} />
      ) : (
        <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      )}
    </div>
  )
}

const words = {
  asked: ['plain', 'registration.mineWaiting'],
  returned: ['wait', 'registration.mineReturned'],
  refused: ['plain', 'registration.mineRefused'],
  blocked: ['bad', 'registration.mineBlocked'],
} as const satisfies Partial<Record<Registration['status'], readonly [NoteTone, string]>>

function OwnFile({ file }: { file: RegistrationFile }) {
  const { t } = useSay()
  const { toast } = useToast()
  const answer = useRegistering(answerRegistration)
  const renew = useRegistering(askRenewal)
  const withdraw = useRegistering(withdrawRegistration)
  const [isEditing, setEditing] = useState(false)
  const [isLeaving, setLeaving] = useState(false)
  const params = { registrationId: file.id }
  const said = file.status in words ? words[file.status as keyof typeof words] : undefined
  const last = file.steps.findLast((step) => step.isOffice && step.reason !== '')
  return (
    <div className="grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)]">
      <div className="grid content-start gap-8">
        {said !== undefined && (
          <Note tone={said[0]}>
            <p className="font-bold">{t(said[1])}</p>
            {file.status !== 'asked' && last !== undefined && <p className="whitespace-pre-wrap">{last.reason}</p>}
          </Note>
        )}
        {file.status === 'accepted' && !file.isValid && <Note tone="wait">{t('registration.mineExpired')}</Note>}
        <div className="flex flex-wrap gap-3 empty:hidden">
          {file.can.answer && (
            <Button kind={file.status === 'returned' ? 'main' : undefined} icon="edit" onClick={() => setEditing(true)}>
              {t('registration.edit')}
            </Button>
          )}
          {file.can.renew && (
            <Button
              isBusy={renew.isPending}
              onClick={() =>
                renew.mutate({ params, body: { version: file.version } }, { onSuccess: () => toast(t('registration.renewed')) })
              }
            >
              {t('registration.renew')}
            </Button>
          )}
          {file.can.withdraw && (
            <Button kind="quiet" onClick={() => setLeaving(true)}>
              {t('registration.withdraw')}
            </Button>
          )}
        </div>
        <MoneyProblem error={renew.error} />
        <RegistrationFacts file={file} />
        <RegistrationProofs file={file} />
      </div>
      <RegistrationSteps file={file} />
      <Dialog title={t('registration.applyTitle')} isOpen={isEditing} onClose={() => setEditing(false)} place="side">
        {isEditing && (
          <ApplicationForm
            kind={file.kind}
            start={file}
            submitLabel={t('registration.sendAgain')}
            isBusy={answer.isPending}
            error={answer.error}
            onCancel={() => setEditing(false)}
            onSubmit={(body, word) =>
              answer.mutate(
                { params, body: { ...body, version: file.version, ...(word.trim() === '' ? {} : { word }) } },
                {
                  onSuccess: () => {
                    toast(t('registration.sent'))
                    setEditing(false)
                  },
                },
              )
            }
          />
        )}
      </Dialog>
      <ConfirmDialog
        title={t('registration.withdraw')}
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        kind="bad"
        confirmLabel={t('registration.withdraw')}
        isBusy={withdraw.isPending}
        error={<MoneyProblem error={withdraw.error} />}
        onConfirm={() =>
          withdraw.mutate(
            { params, body: { version: file.version } },
            {
              onSuccess: () => {
                toast(t('registration.withdrawn'))
                setLeaving(false)
              },
            },
          )
        }
      >
        <p>{t('registration.withdrawAsk')}</p>
      </ConfirmDialog>
    </div>
  )
}
