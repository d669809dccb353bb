/** On a guest's booking: how to see what is held about oneself, and have it removed. */
import { useMutation } from '@tanstack/react-query'
import { call } from '#platform/web/client.ts'
import { Button, buttonClass } from '#ui/button.tsx'
import { Note } from '#ui/marks.tsx'
import { askForRecords } from '../../../contract/endpoints.ts'
import { useBookingsTexts } from '../../texts.ts'
import type { GuestLink } from './calls.tsx'
import { Refusal } from './refusal.tsx'

export function OwnRecords({ given: { hubKey, bookingId, link }, zone }: { given: GuestLink; zone: string }) {
  const t = useBookingsTexts()
  const ask = useMutation({ mutationFn: () => call(askForRecords, { params: { hubKey, bookingId }, body: {}, link }) })
  return (
    <section className="max-w-xl" aria-labelledby="own-records">
      <h2 id="own-records" className="text-[1.25rem]">
        {t('public.records.about')}
      </h2>
      <p className="mb-4 mt-3">{t('public.records.aboutBody')}</p>
      {ask.isError && <Refusal error={ask.error} zone={zone} />}
      {ask.data === undefined ? (
        <Button icon="mail" isBusy={ask.isPending} onClick={() => ask.mutate()}>
          {t('public.records.ask')}
        </Button>
      ) : ask.data.url === null ? (
        <Note tone="ok" isAlert>
          {t('public.records.asked', { mail: ask.data.mail })}
        </Note>
      ) : (
        <a className={buttonClass({ kind: 'main' })} href={ask.data.url}>
          {t('public.records.open')}
        </a>
      )}
    </section>
  )
}
