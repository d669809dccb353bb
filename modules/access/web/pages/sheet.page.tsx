/** The sheet beside a door, one side of A4: its code, and how to open it in five languages. Printed by the browser. */
import type { DeskHub } from '#modules/hubs/web/index.ts'
import { HubDesk } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { use } from 'react'
import { languages, translator, type Language } from '#platform/contract/texts.ts'
import { textIn } from '#platform/web/local-text.tsx'
import { ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { loadTexts } from '#platform/web/texts.ts'
import { Button } from '#ui/button.tsx'
import { LinkButton } from '#ui/link.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { ja } from '../../locales/ja.ts'
import { QrPicture } from '../components/qr-picture.tsx'
import { useSay } from '../components/say.tsx'
import { doorsQuery, hubSpacesQuery } from '../queries.ts'

export function SheetPage() {
  return <HubDesk>{(hub) => <Sheet hub={hub} />}</HubDesk>
}

function Sheet({ hub }: { hub: DeskHub }) {
  const say = useSay()
  const { doorId = '' } = useParams({ strict: false }) as { doorId?: string }
  const query = useQuery(doorsQuery(hub.id))
  const phone = useQuery(hubSpacesQuery(hub.id)).data?.phone ?? ''
  const door = query.data?.items.find((each) => each.id === doorId)
  usePageTitle([say.t('doors.sheet'), door === undefined ? undefined : say.local(door.names)])
  if (query.data === undefined) {
    if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
    return <SkeletonLines count={6} label={say.t('common.loading')} />
  }
  if (door === undefined || door.qrUrl === null) {
    return (
      <EmptyState
        icon="door"
        title={say.t('doors.noSuch')}
        act={<LinkButton to={`/operate/${hub.key}/doors`}>{say.t('doors.toDoors')}</LinkButton>}
      />
    )
  }
  return (
    <>
      <div className="no-print flex flex-wrap gap-3 py-5">
        <Button icon="print" kind="main" onClick={() => print()}>
          {say.t('doors.print')}
        </Button>
        <LinkButton kind="bare" to={`/operate/${hub.key}/doors/${door.id}`}>
          {say.t('doors.toDoor')}
        </LinkButton>
      </div>
      <article className="mx-auto max-w-[46rem] rounded-lg border border-rule bg-white p-8 text-black print:max-w-none print:border-0 print:p-0">
        <p className="text-[1.125rem]">{textIn(hub.names, 'ja')}</p>
        <h1 className="text-[2.5rem] leading-tight">
          {textIn(door.names, 'ja')}
          {door.names.en !== undefined && <span className="ml-4 text-[1.25rem] font-normal">{door.names.en}</span>}
        </h1>
        <div className="mt-4 grid grid-cols-[auto_minmax(0,1fr)] items-start gap-6 max-sm:grid-cols-1">
          <QrPicture text={door.qrUrl} label={say.t('doors.sheetQr', { door: say.local(door.names) })} size="13rem" />
          <Instructions language="ja" phone={phone} names={door.names} isLarge />
        </div>
        <div className="mt-5 grid grid-cols-2 gap-x-8 gap-y-4 max-sm:grid-cols-1">
          {languages
            .filter((language) => language !== 'ja')
            .map((language) => (
              <Instructions key={language} language={language} phone={phone} names={door.names} />
            ))}
        </div>
      </article>
    </>
  )
}

function Instructions({ language, phone, isLarge }: { language: Language; phone: string; names: LocalText; isLarge?: boolean }) {
  const t = translator<typeof ja>(use(loadTexts('access', language)), language)
  return (
    <section lang={language} className={isLarge === true ? 'text-[1.125rem]' : 'dense'}>
      <h2 className={isLarge === true ? 'text-[1.5rem]' : 'text-[1.0625rem]'}>{t('public.sheet.heading')}</h2>
      <ul className="mt-1 list-disc pl-5">
        <li>{t('public.sheet.one')}</li>
        <li>{t('public.sheet.two')}</li>
        <li>{t('public.sheet.three')}</li>
      </ul>
      <p className="mt-1">{t('public.sheet.leave')}</p>
      {phone !== '' && <p className="font-bold">{t('public.sheet.help', { phone })}</p>}
    </section>
  )
}
