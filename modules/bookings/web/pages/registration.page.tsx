/** The office examines one registration: the application beside its papers and history, and the decisions that fit its state. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { SettingsFrame } from '#platform/web/pages/settings-frame.tsx'
import { today as todayIn } from '#platform/web/format.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Select, TextArea, TextField } from '#ui/fields.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { decideRegistration } from '../../contract/registration/endpoints.ts'
import {
  registrationClasses,
  type RegistrationClass,
  type RegistrationDecision,
  type RegistrationFile,
} from '../../contract/registration/schemas.ts'
import { MoneyProblem } from '../components/payment/parts.tsx'
import { RegistrationFacts, RegistrationProofs, RegistrationSteps, SeenProof } from '../components/registration/file-view.tsx'
import { useSay } from '../components/say.tsx'
import { registrationQuery, useRegistering } from '../registration/queries.ts'

type DecisionKind = RegistrationDecision['kind']

const offered: Readonly<Record<RegistrationFile['status'], readonly DecisionKind[]>> = {
  asked: ['accept', 'return', 'refuse'],
  returned: ['accept', 'refuse'],
  accepted: ['renew', 'block'],
  blocked: ['unblock'],
  refused: [],
  withdrawn: [],
}

/** The end of the fiscal year that today lies in; in its last months that of the next one. */
function usualEnd(today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return month >= 2 && month <= 3 ? `${year + 1}-03-31` : `${month >= 4 ? year + 1 : year}-03-31`
}

export function RegistrationPage() {
  const { t } = useSay()
  const { registrationId = '' } = useParams({ strict: false }) as { registrationId?: string }
  const query = useQuery(registrationQuery(registrationId))
  const [deciding, setDeciding] = useState<DecisionKind>()
  const file = query.data
  return (
    <SettingsFrame title={file === undefined ? t('registration.title') : file.name === '' ? t('registration.forgotten') : file.name}>
      {file === undefined ? (
        query.error === null ? (
          <SkeletonLines count={8} label={t('registration.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : (
        <div className="grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)]">
          <div className="grid content-start gap-8">
            {file.kana !== '' && <p className="muted -mt-3">{file.kana}</p>}
            <div className="flex flex-wrap gap-3 empty:hidden">
              {file.can.decide &&
                offered[file.status].map((kind, at) => (
                  <Button
                    key={kind}
                    kind={at === 0 ? 'main' : kind === 'refuse' || kind === 'block' ? 'bad' : undefined}
                    onClick={() => setDeciding(kind)}
                  >
                    {t(`registration.decide.${kind}`)}
                  </Button>
                ))}
            </div>
            <RegistrationFacts file={file} />
            <RegistrationProofs file={file} />
            {file.can.decide && <SeenProof file={file} />}
          </div>
          <RegistrationSteps file={file} />
          {deciding !== undefined && <DecideDialog key={deciding} file={file} kind={deciding} onClose={() => setDeciding(undefined)} />}
        </div>
      )}
    </SettingsFrame>
  )
}

function DecideDialog({ file, kind, onClose }: { file: RegistrationFile; kind: DecisionKind; onClose: () => void }) {
  const { t } = useSay()
  const { toast } = useToast()
  const decide = useRegistering(decideRegistration)
  const today = todayIn()
  const [userClass, setUserClass] = useState<RegistrationClass>(
    file.userClass ?? (file.residentsCount * 2 > file.membersCount ? 'resident' : 'general'),
  )
  const [validUntil, setValidUntil] = useState(usualEnd(today))
  const [until, setUntil] = useState('')
  const [text, setText] = useState('')
  const [wasTried, setTried] = useState(false)
  const hasTerm = kind === 'accept' || kind === 'renew'
  const needsReason = !hasTerm && text.trim() === ''
  const send = (): void => {
    setTried(true)
    if (needsReason) return
    const decision: RegistrationDecision =
      kind === 'accept' || kind === 'renew'
        ? { kind, userClass, validUntil, ...(text.trim() === '' ? {} : { word: text }) }
        : kind === 'block'
          ? { kind, reason: text, ...(until === '' ? {} : { until }) }
          : { kind, reason: text }
    decide.mutate(
      { params: { registrationId: file.id }, body: { version: file.version, decision } },
      {
        onSuccess: () => {
          toast(t('registration.decided'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog title={t(`registration.decide.${kind}`)} isOpen onClose={onClose}>
      <form
        className="grid gap-5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <p>{file.mail === null ? t('registration.decideNoMail') : t('registration.decideTell', { name: file.name })}</p>
        {hasTerm && (
          <>
            <Select
              label={t('registration.field.userClass')}
              value={userClass}
              onChange={setUserClass}
              choices={registrationClasses.map((value) => ({ value, label: t(`registration.class.${value}`) }))}
            />
            <TextField
              label={t('registration.validUntil')}
              type="date"
              min={today}
              value={validUntil}
              onChange={setValidUntil}
              hint={t('registration.validHint')}
            />
          </>
        )}
        {kind === 'block' && <TextField label={t('registration.blockUntil')} type="date" min={today} value={until} onChange={setUntil} />}
        <TextArea
          label={t(hasTerm ? 'registration.word' : 'registration.reason')}
          hint={t('registration.reasonHint')}
          rows={3}
          maxLength={500}
          value={text}
          onChange={setText}
          isRequired={!hasTerm}
          error={wasTried && needsReason ? t('registration.needed') : undefined}
        />
        <MoneyProblem error={decide.error} />
        <div className="dlg-acts">
          <Button kind="quiet" onClick={onClose}>
            {t('registration.cancel')}
          </Button>
          <Button kind={kind === 'refuse' || kind === 'block' ? 'bad' : 'main'} type="submit" isBusy={decide.isPending}>
            {t(`registration.decide.${kind}`)}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
