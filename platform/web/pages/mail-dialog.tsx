/** One mail. What the list shows stands there at once; the text only after a press, because reading it is recorded. */
import { useMutation } from '@tanstack/react-query'
import { readMail } from '#platform/contract/endpoints.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Note, StateMark } from '#ui/marks.tsx'
import { call } from '../client.ts'
import { formatInstant } from '../format.ts'
import { languageNames, useLanguage } from '../language.ts'
import { useProblemText } from '../shell/page.tsx'
import { usePlatformTexts } from '../shell/words.tsx'
import { CopyButton } from './copy.tsx'
import { Fact, Facts } from './facts.tsx'
import { linksIn } from './links-in.ts'
import { mailStates, type MailSummary } from './mail-states.ts'

export function MailDialog({ mail, onClose }: { mail: MailSummary | undefined; onClose: () => void }) {
  const t = usePlatformTexts()
  const language = useLanguage()
  const say = useProblemText()
  // A change, not a query: each look is a record of its own and must not happen by itself.
  const look = useMutation({ mutationFn: (mailId: string) => call(readMail, { params: { mailId } }) })
  return (
    <Dialog title={mail?.to === '' ? t('mails.forgotten') : (mail?.subject ?? '')} isOpen={mail !== undefined} onClose={onClose} isWide>
      {mail !== undefined && (
        <>
          <Facts>
            <Fact name={t('common.state')}>
              <StateMark {...mailStates[mail.status]}>{t(`mails.${mail.status}`)}</StateMark>
            </Fact>
            <Fact name={t('mails.to')}>{mail.to}</Fact>
            <Fact name={t('mails.madeAt')}>{formatInstant(mail.createdAt, language)}</Fact>
            {mail.sentAt !== null && <Fact name={t('mails.sentAt')}>{formatInstant(mail.sentAt, language)}</Fact>}
            <Fact name={t('public.language')}>{languageNames[mail.language]}</Fact>
            {mail.lastError !== null && <Fact name={t('mails.serverSaid')}>{mail.lastError}</Fact>}
          </Facts>
          {mail.to === '' ? null : look.data === undefined ? (
            <div className="mt-5 grid gap-4">
              <Note icon="eye">{t('mails.recorded')}</Note>
              {look.isError && (
                <Note tone="bad" isAlert>
                  {say(look.error)}
                </Note>
              )}
              <div>
                <Button kind="main" icon="mail" isBusy={look.isPending} onClick={() => look.mutate(mail.id)}>
                  {t('mails.open')}
                </Button>
              </div>
            </div>
          ) : (
            <MailText text={look.data.text} language={look.data.language} />
          )}
        </>
      )}
    </Dialog>
  )
}

const takeFocus = (element: HTMLElement | null): void => element?.focus()

function MailText({ text, language }: { text: string; language: string }) {
  const t = usePlatformTexts()
  const links = linksIn(text)
  return (
    <div className="mt-5 grid gap-5">
      {links.length > 0 && (
        <section>
          <h3 className="dense mb-2">{t('mails.links')}</h3>
          <ul className="grid gap-2">
            {links.map((link) => (
              <li key={link} className="flex flex-wrap items-center gap-x-4 gap-y-2">
                <code className="dense min-w-0 flex-1 basis-64 break-all">{link}</code>
                <CopyButton text={link} label={t('mails.copyLink')} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
          <h3 className="dense">{t('mails.text')}</h3>
          <CopyButton text={text} label={t('mails.copyText')} />
        </div>
        {/* Takes the focus, so that the text is read aloud once it is there and the arrows scroll it. */}
        <div
          className="rounded-lg border border-rule p-4 leading-relaxed whitespace-pre-wrap"
          role="region"
          aria-label={t('mails.text')}
          lang={language}
          tabIndex={-1}
          ref={takeFocus}
        >
          {text}
        </div>
        {/* The server puts this sign where a passage is for the recipient alone. */}
        {/^…$/m.test(text) && <p className="dense muted mt-3">{t('mails.hidden')}</p>}
      </section>
    </div>
  )
}
