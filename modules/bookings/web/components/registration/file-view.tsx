/** One registration as a file: the application, its papers, what was decided; the same for the applicant and the office. */
import { useState } from 'react'
import { formatPhone } from '#modules/people/contract/rules.ts'
import { Button } from '#ui/button.tsx'
import { TextField } from '#ui/fields.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import type { IconName } from '#ui/icon.tsx'
import { SectionHead, StateMark, type Tone } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import { noteProofSeen } from '../../../contract/registration/endpoints.ts'
import type { Registration, RegistrationFile, RegistrationStatus } from '../../../contract/registration/schemas.ts'
import { proofUrl, useAddProof, useRegistering } from '../../registration/queries.ts'
import { Fact } from '../booking-facts.tsx'
import { MoneyProblem } from '../payment/parts.tsx'
import { useSay } from '../say.tsx'

const looks: Readonly<Record<RegistrationStatus, readonly [Tone, IconName]>> = {
  asked: ['wait', 'hourglass'],
  returned: ['wait', 'return'],
  accepted: ['ok', 'check'],
  refused: ['off', 'cross'],
  blocked: ['bad', 'lock'],
  withdrawn: ['off', 'leave'],
}

export function RegistrationMark({ registration }: { registration: Registration }) {
  const { t } = useSay()
  if (registration.status === 'accepted' && !registration.isValid)
    return (
      <StateMark tone="off" icon="clock">
        {t('registration.expired')}
      </StateMark>
    )
  const [tone, icon] = looks[registration.status]
  return (
    <StateMark tone={tone} icon={icon}>
      {t(`registration.status.${registration.status}`)}
    </StateMark>
  )
}

const zone = 'Asia/Tokyo'
/** The sign of the post before a postal code. */
const postMark = '\u3012'

export function RegistrationFacts({ file }: { file: RegistrationFile }) {
  const say = useSay()
  const { t } = say
  const isGroup = file.kind === 'group'
  const postal = file.postalCode === null ? '' : `${postMark}${file.postalCode.slice(0, 3)}-${file.postalCode.slice(3)} `
  return (
    <dl className="facts">
      <Fact label={t('registration.field.status')}>
        <RegistrationMark registration={file} />
        {file.isRenewalAsked && <span className="dense block">{t('registration.renewalAsked')}</span>}
        {file.status === 'blocked' && (
          <span className="dense block">
            {file.blockedUntil === null
              ? t('registration.blockedOpen')
              : t('registration.blockedUntil', { day: say.day(file.blockedUntil) })}
          </span>
        )}
      </Fact>
      {file.number !== null && <Fact label={t('registration.field.number')}>{t('registration.numbered', { number: file.number })}</Fact>}
      {file.userClass !== null && <Fact label={t('registration.field.userClass')}>{t(`registration.class.${file.userClass}`)}</Fact>}
      {file.validUntil !== null && <Fact label={t('registration.field.validUntil')}>{say.day(file.validUntil, { hasYear: true })}</Fact>}
      <Fact label={t('registration.field.kind')}>
        {t(`registration.kind.${file.kind}`)}
        {file.isOnPaper && <span className="dense muted">{`　${t('registration.onPaper')}`}</span>}
      </Fact>
      {file.representative !== '' && <Fact label={t('registration.field.representative')}>{file.representative}</Fact>}
      {file.phone !== null && (
        <Fact label={t('registration.field.phone')}>
          <a href={`tel:${file.phone}`}>{formatPhone(file.phone)}</a>
        </Fact>
      )}
      {file.mail !== null && (
        <Fact label={t('registration.field.mail')}>
          <a href={`mailto:${file.mail}`} className="break-all">
            {file.mail}
          </a>
        </Fact>
      )}
      {(file.address !== '' || postal !== '') && <Fact label={t('registration.field.address')}>{`${postal}${file.address}`}</Fact>}
      {isGroup ? (
        <>
          <Fact label={t('registration.field.membersCount')}>{say.people(file.membersCount)}</Fact>
          <Fact label={t('registration.field.residentsCount')}>
            {`${say.people(file.residentsCount)}（${Math.floor((file.residentsCount * 100) / file.membersCount)}%）`}
          </Fact>
        </>
      ) : (
        file.residentsCount > 0 && <Fact label={t('registration.class.resident')}>{t('registration.isResident')}</Fact>
      )}
      {file.purpose !== '' && <Fact label={t('registration.field.purpose')}>{file.purpose}</Fact>}
    </dl>
  )
}

export function RegistrationProofs({ file }: { file: RegistrationFile }) {
  const { t } = useSay()
  const { toast } = useToast()
  const add = useAddProof(file.id)
  const mayAdd = file.can.answer || file.status === 'accepted'
  return (
    <section className="grid gap-3">
      <SectionHead level={3} title={t('registration.proofs')} />
      {file.proofs.length === 0 && <p className="muted">{t('registration.noProofs')}</p>}
      <ul className="border-t border-rule empty:hidden">
        {file.proofs.map((proof) => (
          <li key={proof.id} className="border-b border-rule py-2">
            <a href={proofUrl(file.id, proof.id)} download>
              {proof.name}
            </a>
            <span className="dense muted">{`　${Math.ceil(proof.sizeBytes / 1000).toLocaleString()} kB`}</span>
          </li>
        ))}
      </ul>
      {mayAdd && (
        <FileDrop
          label={t('registration.addProof')}
          hint={t('registration.addProofHint')}
          accept="application/pdf,image/png,image/jpeg"
          onFile={(picked) => add.mutate(picked, { onSuccess: () => toast(t('registration.proofAdded')) })}
        />
      )}
      <MoneyProblem error={add.error} />
    </section>
  )
}

/** For the office: a paper that somebody showed and took home again. */
export function SeenProof({ file }: { file: RegistrationFile }) {
  const { t } = useSay()
  const { toast } = useToast()
  const note = useRegistering(noteProofSeen)
  const [what, setWhat] = useState('')
  const [wasTried, setTried] = useState(false)
  if (!file.can.answer && file.status !== 'accepted') return null
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (what.trim() === '' || note.isPending) return
        note.mutate(
          { params: { registrationId: file.id }, body: { what } },
          {
            onSuccess: () => {
              toast(t('registration.proofSeenNoted'))
              setWhat('')
              setTried(false)
            },
          },
        )
      }}
    >
      <SectionHead level={3} title={t('registration.proofSeenTitle')} />
      <TextField
        label={t('registration.proofSeenWhat')}
        hint={t('registration.proofSeenHint')}
        value={what}
        onChange={setWhat}
        isRequired
        maxLength={200}
        error={wasTried && what.trim() === '' ? t('registration.needed') : undefined}
      />
      <MoneyProblem error={note.error} />
      <div>
        <Button type="submit" icon="check" isBusy={note.isPending}>
          {t('registration.noteProofSeen')}
        </Button>
      </div>
    </form>
  )
}

export function RegistrationSteps({ file }: { file: RegistrationFile }) {
  const say = useSay()
  const { t } = say
  return (
    <section>
      <SectionHead level={3} title={t('registration.history')} />
      <ol className="border-t border-rule">
        {file.steps.toReversed().map((step) => (
          <li key={`${step.at} ${step.kind}`} className="border-b border-rule py-2">
            <p>
              <b>{t(`registration.step.${step.kind}`)}</b>
              {step.validUntil !== null && step.userClass !== null && (
                <span className="dense">
                  {`　${say.facts([t(`registration.class.${step.userClass}`), t('registration.until', { day: say.day(step.validUntil, { hasYear: true }) })])}`}
                </span>
              )}
            </p>
            {step.reason !== '' && <p className="whitespace-pre-wrap">{step.reason}</p>}
            <p className="dense muted">
              {say.facts([
                say.instant(step.at, zone),
                step.who === '' ? t(step.isOffice ? 'registration.byOffice' : 'registration.byApplicant') : step.who,
              ])}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
