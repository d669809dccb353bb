/** Settings, Hubs: those of the consortium, published or not, and the first step to a new one. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call, newKey } from '#platform/web/client.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { showFirstError } from '#ui/first-error.ts'
import { Link } from '#ui/link.tsx'
import { StateMark, Tag } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { createHub } from '../../contract/endpoints.ts'
import { useHoursText } from '../components/opening-hours.tsx'
import { SavingProblem, useSaving } from '../components/settings/draft.tsx'
import { HubsFrame } from '../components/settings/hub-frame.tsx'
import { noTexts, TextFields, textsIn } from '../components/settings/text-fields.tsx'
import { consortiumQuery, keepHub, ownHubsQuery } from '../queries.ts'
import { useHubsTexts } from '../texts.ts'

export function SettingsHubsPage() {
  const t = useHubsTexts()
  const local = useLocalText()
  const hours = useHoursText()
  const { session } = useSession()
  const hubs = useQuery(ownHubsQuery())
  const [isAdding, setAdding] = useState(false)
  const mayEdit = heldRoles(session).some((role) => role === 'operator' || role === 'admin')
  const add = mayEdit && (
    <Button kind={hubs.data?.items.length === 0 ? 'main' : undefined} icon="plus" onClick={() => setAdding(true)}>
      {t('settings.addHub')}
    </Button>
  )
  return (
    <HubsFrame title={t('settings.hubs')}>
      {hubs.isError ? (
        <ProblemState error={hubs.error} onRetry={() => void hubs.refetch()} isRetrying={hubs.isFetching} />
      ) : hubs.data === undefined ? (
        <SkeletonLines count={4} label={t('settings.loading')} />
      ) : hubs.data.items.length === 0 ? (
        <EmptyState icon="home" title={t('settings.noHubs')} act={add}>
          {t('settings.noHubsBody')}
        </EmptyState>
      ) : (
        <div className="grid max-w-5xl gap-6">
          <ul className="border-t border-rule">
            {hubs.data.items.map((hub) => (
              <li key={hub.id} className="grid gap-x-8 gap-y-1 border-b border-rule py-4 md:grid-cols-[1fr_auto]">
                <div className="min-w-0">
                  <h2 className="text-[1.125rem]">
                    <Link to="/settings/hubs/$hubId" params={{ hubId: hub.id }}>
                      {local(hub.names)}
                    </Link>
                  </h2>
                  <p className="dense muted">{local(hub.address)}</p>
                </div>
                <div className="flex flex-wrap items-center gap-x-5 gap-y-1 md:justify-end">
                  <span className="dense">{t('settings.todayHours', { hours: hours(hub.today) })}</span>
                  <span className="dense">{t('settings.spaceCount', { count: hub.spaceCount })}</span>
                  {hub.assumed.length > 0 && <Tag>{t('settings.assumedMark')}</Tag>}
                  {hub.publishedAt === null ? (
                    <StateMark tone="off" icon="lock">
                      {t('settings.unpublished')}
                    </StateMark>
                  ) : (
                    <StateMark tone="ok" icon="globe">
                      {t('settings.published')}
                    </StateMark>
                  )}
                </div>
              </li>
            ))}
          </ul>
          <div>{add}</div>
        </div>
      )}
      <Dialog title={t('settings.addHub')} isOpen={isAdding} onClose={() => setAdding(false)} isWide>
        <NewHubForm />
      </Dialog>
    </HubsFrame>
  )
}

function NewHubForm() {
  const t = useHubsTexts()
  const navigate = useNavigate()
  const consortium = useQuery(consortiumQuery())
  const [idempotencyKey] = useState(newKey)
  const [names, setNames] = useState(noTexts)
  const [address, setAddress] = useState(noTexts)
  const [key, setKey] = useState('')
  const [wasTried, setTried] = useState(false)
  const errors = {
    names: names.ja.trim() === '' ? t('settings.needed') : undefined,
    address: address.ja.trim() === '' ? t('settings.needed') : undefined,
    key: key === '' ? t('settings.needed') : /^[a-z0-9]+(-[a-z0-9]+)*$/.test(key) ? undefined : t('settings.mustBeHubKey'),
  }
  const saving = useSaving({
    run: () =>
      call(createHub, {
        body: { key, names: textsIn(names) ?? { ja: '' }, address: textsIn(address) ?? { ja: '' } },
        idempotencyKey: `${idempotencyKey}-${key}`,
      }),
    onSaved: (hub) => {
      keepHub(hub)
      void navigate({ to: '/settings/hubs/$hubId', params: { hubId: hub.id }, search: { tab: 'spaces' } })
    },
  })
  return (
    <form
      className="grid gap-6"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (Object.values(errors).every((error) => error === undefined)) saving.mutate(undefined)
        else showFirstError(event.currentTarget)
      }}
    >
      <TextFields label={t('settings.name')} value={names} onChange={setNames} isRequired error={wasTried ? errors.names : undefined} />
      <TextFields
        label={t('settings.address')}
        value={address}
        onChange={setAddress}
        isRequired
        error={wasTried ? errors.address : undefined}
      />
      <TextField
        label={t('settings.hubKey')}
        value={key}
        onChange={(text) => setKey(text.normalize('NFKC').toLowerCase())}
        isRequired
        autoCapitalize="none"
        hint={t('settings.hubKeyHint', { address: `/hubs/${consortium.data?.key ?? '…'}.${key === '' ? 'ekimae' : key}` })}
        error={wasTried ? errors.key : undefined}
      />
      <SavingProblem error={saving.error} />
      <div className="dlg-acts">
        <Button kind="main" type="submit" isBusy={saving.isPending}>
          {t('settings.add')}
        </Button>
      </div>
    </form>
  )
}
