/** What announced itself on the hub's network: add it, or never show it again; what cannot be used says why. */
import type { DeskHub } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import { announcedQuery, useAdopt, useIgnore } from '../queries.ts'
import type { DeviceKind } from './kinds.tsx'
import { Problem, useSay } from './say.tsx'
import { SpaceSelect } from './space-select.tsx'

interface Adopting {
  readonly id: string
  readonly name: string
  /** Null where the announcement does not tell it. */
  readonly kind: DeviceKind | null
}

export function AnnouncedList({ hub }: { hub: DeskHub }) {
  const say = useSay()
  const { toast } = useToast()
  const problemText = useProblemText()
  const found = (useQuery(announcedQuery(hub.id)).data?.items ?? []).filter((one) => one.status === 'new')
  const ignore = useIgnore()
  const [adopting, setAdopting] = useState<Adopting | undefined>(undefined)
  if (found.length === 0) return null
  return (
    <section aria-labelledby="found" className="pb-10">
      <SectionHead id="found" title={say.t('list.found', { count: found.length })} />
      <p className="muted pb-3">{say.t('list.foundLead')}</p>
      <ul className="border-t border-rule">
        {found.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-rule py-3">
            <div className="min-w-56 grow">
              <p>
                <b>{one.name}</b>
              </p>
              <p className="dense muted">
                {say.facts([
                  one.kind === null ? '' : say.t(`kinds.${one.kind}`),
                  one.manufacturer ?? '',
                  one.model ?? '',
                  say.instant(one.lastSeenAt, hub.zone),
                ])}
              </p>
              {one.refusal !== null && <p className="dense text-bad">{say.t('list.cannot', { detail: one.refusal.detail })}</p>}
            </div>
            <div className="flex flex-wrap gap-2">
              {one.refusal === null && (
                <Button size="small" kind="main" onClick={() => setAdopting(one)}>
                  {say.t('list.adopt')}
                </Button>
              )}
              <Button
                size="small"
                kind="bare"
                onClick={() =>
                  ignore.mutate(
                    { announcedId: one.id, isIgnored: true },
                    {
                      onSuccess: () =>
                        toast(say.t('list.ignored'), {
                          label: say.t('list.undo'),
                          run: () => ignore.mutate({ announcedId: one.id, isIgnored: false }),
                        }),
                      onError: (error) => toast(problemText(error)),
                    },
                  )
                }
              >
                {say.t('list.ignore')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <Dialog title={say.t('add.adoptTitle')} place="side" isOpen={adopting !== undefined} onClose={() => setAdopting(undefined)}>
        {adopting !== undefined && <AdoptForm hub={hub} adopting={adopting} onClose={() => setAdopting(undefined)} />}
      </Dialog>
    </section>
  )
}

function AdoptForm({ hub, adopting, onClose }: { hub: DeskHub; adopting: Adopting; onClose: () => void }) {
  const say = useSay()
  const { toast } = useToast()
  const adopt = useAdopt()
  const [name, setName] = useState(adopting.name.slice(0, 80))
  const [spaceId, setSpaceId] = useState('')
  const [wasTried, setTried] = useState(false)
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (name.trim() === '') return
    adopt.mutate(
      { announcedId: adopting.id, name: name.trim(), spaceId: spaceId === '' ? null : spaceId },
      {
        onSuccess: (device) => {
          toast(say.t('add.adopted', { name: device.name }))
          onClose()
        },
      },
    )
  }
  return (
    <form className="grid gap-5" noValidate onSubmit={send}>
      <TextField
        label={say.t('add.name')}
        hint={say.t('add.nameHint')}
        isRequired
        value={name}
        maxLength={80}
        error={wasTried && name.trim() === '' ? say.t('add.nameMissing') : undefined}
        onChange={setName}
      />
      <SpaceSelect hubId={hub.id} kind={adopting.kind} value={spaceId} onChange={setSpaceId} />
      <Problem error={adopt.error} />
      <div className="flex justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('add.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={adopt.isPending}>
          {say.t('list.adopt')}
        </Button>
      </div>
    </form>
  )
}
