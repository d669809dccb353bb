/** Settings, Mail server: whether mails leave, what the server answers, and how it is set. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { readMailState, sendTestMail } from '#platform/contract/endpoints.ts'
import { Button } from '#ui/button.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note, SectionHead } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { call, reading } from '../client.ts'
import { heldRoles, useSession } from '../session.ts'
import { ProblemState, useProblemText } from '../shell/page.tsx'
import { usePlatformTexts } from '../shell/words.tsx'
import { Fact, Facts } from './facts.tsx'
import { smtpHintOf } from './smtp-hints.ts'
import { SettingsFrame } from './settings-frame.tsx'

export function MailServerPage() {
  const t = usePlatformTexts()
  const state = useQuery(reading(readMailState, {}))
  return (
    <SettingsFrame title={t('mailServer.title')}>
      {state.isError ? (
        <ProblemState error={state.error} onRetry={() => void state.refetch()} isRetrying={state.isFetching} />
      ) : state.isPending ? (
        <SkeletonLines count={4} label={t('public.loading')} />
      ) : (
        <div className="grid max-w-3xl gap-12">
          <div className="grid gap-4">
            <Note tone={state.data.isConnected ? 'ok' : 'wait'}>
              <p className="font-bold">{t(state.data.isConnected ? 'mailServer.on' : 'mailServer.off')}</p>
              <p>{t(state.data.isConnected ? 'mailServer.onBody' : 'mailServer.offBody')}</p>
            </Note>
            <Facts>
              <Fact name={t('mailServer.sender')}>{state.data.from}</Fact>
            </Facts>
            <div>
              <LinkButton to="/settings/mails" size="small">
                {t('mailServer.openMails')}
              </LinkButton>
            </div>
          </div>
          {state.data.isConnected && <TestOfConnection />}
          <HowToSet />
        </div>
      )}
    </SettingsFrame>
  )
}

function TestOfConnection() {
  const t = usePlatformTexts()
  const say = useProblemText()
  const { session } = useSession()
  const test = useMutation({ mutationFn: () => call(sendTestMail, { body: {} }) })
  const mail = session?.mail ?? ''
  const hint = test.data?.isAccepted === false ? smtpHintOf(test.data.answer) : undefined
  return (
    <section>
      <SectionHead title={t('mailServer.testTitle')} />
      {heldRoles(session).includes('admin') ? (
        <div className="grid gap-4">
          <p>{t('mailServer.testAbout', { mail })}</p>
          <div>
            <Button kind="main" icon="mail" isBusy={test.isPending} onClick={() => test.mutate()}>
              {t('mailServer.testAct')}
            </Button>
          </div>
          {test.isError && (
            <Note tone="bad" isAlert>
              {say(test.error)}
            </Note>
          )}
          {test.data !== undefined && (
            <Note tone={test.data.isAccepted ? 'ok' : 'bad'} isAlert>
              <p className="font-bold">{t(test.data.isAccepted ? 'mailServer.accepted' : 'mailServer.refused', { mail })}</p>
              {hint !== undefined && <p>{t(`mailServer.${hint}`)}</p>}
              {test.data.answer !== '' && (
                <p className="dense mt-2">
                  {t('mailServer.answer')}
                  <code className="mt-1 block break-words whitespace-pre-wrap" lang="en">
                    {test.data.answer}
                  </code>
                </p>
              )}
            </Note>
          )}
        </div>
      ) : (
        <p className="muted">{t('mailServer.adminsOnly')}</p>
      )}
    </section>
  )
}

const example = ['HIROBA_SMTP_URL=smtp://user:password@mail.example.jp:587', 'HIROBA_MAIL_FROM="Hiroba <info@example.jp>"'].join('\n')

function HowToSet() {
  const t = usePlatformTexts()
  return (
    <section>
      <SectionHead title={t('mailServer.howTitle')} />
      <p className="mb-4">{t('mailServer.howWhere')}</p>
      <ol className="grid list-decimal gap-3 ps-6">
        <li>
          {t('mailServer.howSet')}
          <pre className="dense mt-2 rounded-lg border border-rule bg-band p-4 break-all whitespace-pre-wrap">{example}</pre>
        </li>
        <li>{t('mailServer.howRestart')}</li>
        <li>{t('mailServer.howCheck')}</li>
      </ol>
    </section>
  )
}
