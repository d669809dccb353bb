/** The secret address of a calendar, shown once: to copy, to open, to scan; and how each program takes it. */
import { useEffect, useState } from 'react'
import { CopyButton } from '#platform/web/pages/copy.tsx'
import { Note } from '#ui/marks.tsx'
import { TextField } from '#ui/fields.tsx'
import { useBookingsTexts } from '../../texts.ts'

export function FeedAddress({ url }: { url: string }) {
  const t = useBookingsTexts()
  const webcal = url.replace(/^https?:/, 'webcal:')
  const picture = useQrCode(webcal)
  return (
    <div className="grid gap-5">
      <Note tone="wait" icon="lock">
        {t('calendar.once')}
      </Note>
      <div className="grid gap-3">
        <TextField
          label={t('calendar.address')}
          value={url}
          readOnly
          onChange={() => undefined}
          onFocus={(event) => event.target.select()}
        />
        <p className="flex flex-wrap items-center gap-3">
          <CopyButton text={url} label={t('calendar.copy')} />
          <a href={webcal} className="inline-flex min-h-11 items-center">
            {t('calendar.open')}
          </a>
        </p>
      </div>
      {picture !== undefined && (
        <figure className="grid justify-items-start gap-2">
          <img src={picture} width={176} height={176} alt={t('calendar.qrAlt')} className="rounded-lg border border-rule" />
          <figcaption className="dense muted">{t('calendar.qr')}</figcaption>
        </figure>
      )}
      <HowTo />
    </div>
  )
}

export function HowTo() {
  const t = useBookingsTexts()
  return (
    <section>
      <h3 className="pb-2 text-[1rem] font-bold">{t('calendar.howTo')}</h3>
      <dl className="grid gap-3">
        {(['apple', 'google', 'outlook'] as const).map((program) => (
          <div key={program}>
            <dt className="font-bold">{t(`calendar.${program}`)}</dt>
            <dd className="muted">{t(`calendar.${program}How`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** White with a quiet edge whatever the theme: a camera reads dark on light. */
function useQrCode(text: string): string | undefined {
  const [picture, setPicture] = useState<string | undefined>(undefined)
  useEffect(() => {
    let isStale = false
    void import('qrcode').then(async ({ toDataURL }) => {
      const made = await toDataURL(text, { margin: 3, width: 352, errorCorrectionLevel: 'M' })
      if (!isStale) setPicture(made)
    })
    return () => {
      isStale = true
    }
  }, [text])
  return picture
}
