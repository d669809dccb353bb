/** The spaces of a hub as a tree: what is in what, how many seats, in which order. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '#platform/web/client.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { Button, IconButton } from '#ui/button.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { Tag } from '#ui/marks.tsx'
import { Menu } from '#ui/menu.tsx'
import { EmptyState } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { moveSpace, retireSpace } from '../../../contract/endpoints.ts'
import type { HubSettings, SpaceSettings } from '../../../contract/schemas.ts'
import { readHubAgain } from '../../queries.ts'
import { useHubsTexts } from '../../texts.ts'
import { useSpaceFacts } from '../kinds.tsx'
import { SavingProblem } from './draft.tsx'
import { SpaceForm } from './space-form.tsx'

type Act =
  | { readonly kind: 'add'; readonly parentId: string | null }
  | { readonly kind: 'edit' | 'retire' | 'move'; readonly space: SpaceSettings }

export function SpaceTree({ hub }: { hub: HubSettings }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const [act, setAct] = useState<Act>()
  const close = () => setAct(undefined)
  const done = () => {
    void readHubAgain(hub.id)
    close()
  }
  // a form stays what it was opened for, though the hub is read again behind it
  const current = act !== undefined && act.kind !== 'add' ? (hub.spaces.find((space) => space.id === act.space.id) ?? act.space) : undefined
  return (
    <div className="grid max-w-5xl gap-6">
      {hub.spaces.length === 0 ? (
        <EmptyState icon="seat" title={t('settings.noSpaces')}>
          {t('settings.noSpacesBody')}
        </EmptyState>
      ) : (
        <Branch hubId={hub.id} spaces={hub.spaces} parentId={null} onAct={setAct} />
      )}
      <div>
        <Button kind={hub.spaces.length === 0 ? 'main' : undefined} icon="plus" onClick={() => setAct({ kind: 'add', parentId: null })}>
          {t('settings.addSpace')}
        </Button>
      </div>
      <Dialog title={t('settings.addSpace')} isOpen={act?.kind === 'add'} onClose={close} place="side">
        {act?.kind === 'add' && <SpaceForm hubId={hub.id} parentId={act.parentId} onDone={done} />}
      </Dialog>
      <Dialog title={t('settings.editSpace')} isOpen={act?.kind === 'edit'} onClose={close} place="side">
        {act?.kind === 'edit' && current !== undefined && (
          <SpaceForm hubId={hub.id} parentId={current.parentId} space={current} onDone={done} />
        )}
      </Dialog>
      <Dialog title={t('settings.moveInto')} isOpen={act?.kind === 'move'} onClose={close}>
        {act?.kind === 'move' && current !== undefined && <MoveForm hub={hub} space={current} onDone={done} />}
      </Dialog>
      {act?.kind === 'retire' && current !== undefined && (
        <RetireDialog space={current} name={local(current.names)} onClose={close} onDone={done} />
      )}
    </div>
  )
}

function Branch({
  hubId,
  spaces,
  parentId,
  onAct,
}: {
  hubId: string
  spaces: readonly SpaceSettings[]
  parentId: string | null
  onAct: (act: Act) => void
}) {
  const children = spaces.filter((space) => space.parentId === parentId)
  if (children.length === 0) return null
  return (
    <ul className={parentId === null ? 'border-t border-rule' : 'ml-6 border-l border-rule pl-4'}>
      {children.map((space, index) => (
        <li key={space.id}>
          <SpaceRow
            hubId={hubId}
            space={space}
            before={children[index - 1]}
            beforeThat={children[index - 2]}
            after={children[index + 1]}
            onAct={onAct}
          />
          <Branch hubId={hubId} spaces={spaces} parentId={space.id} onAct={onAct} />
        </li>
      ))}
    </ul>
  )
}

interface SpaceRowProps {
  readonly hubId: string
  readonly space: SpaceSettings
  readonly before: SpaceSettings | undefined
  readonly beforeThat: SpaceSettings | undefined
  readonly after: SpaceSettings | undefined
  readonly onAct: (act: Act) => void
}

function SpaceRow({ hubId, space, before, beforeThat, after, onAct }: SpaceRowProps) {
  const t = useHubsTexts()
  const local = useLocalText()
  const facts = useSpaceFacts()
  const name = local(space.names)
  const moving = useMutation({
    mutationFn: (afterId: string | null) =>
      call(moveSpace, { params: { spaceId: space.id }, body: { parentId: space.parentId, afterId, version: space.version } }),
    onSettled: () => readHubAgain(hubId),
  })
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-rule py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-bold">{name}</p>
        <p className="dense muted flex flex-wrap gap-x-3">
          {facts(space).map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
          {(space.bookableAs === 'seats' || space.bookableAs === 'both') && <span>{t('settings.units', { count: space.unitCount })}</span>}
          {space.bookableAs === 'none' && <span>{t('settings.none')}</span>}
          {space.schedule !== null && <span>{t('settings.ownHours')}</span>}
          {space.assumed.includes('capacity') && <Tag>{t('settings.assumedMark')}</Tag>}
        </p>
        <SavingProblem error={moving.error} />
      </div>
      <div className="flex items-center gap-1">
        <IconButton
          icon="sort-up"
          label={`${name} ${t('settings.moveUp')}`}
          aria-disabled={before === undefined || moving.isPending}
          onClick={() => before !== undefined && moving.mutate(beforeThat?.id ?? null)}
        />
        <IconButton
          icon="sort-down"
          label={`${name} ${t('settings.moveDown')}`}
          aria-disabled={after === undefined || moving.isPending}
          onClick={() => after !== undefined && moving.mutate(after.id)}
        />
        <Button size="small" icon="edit" aria-label={`${name} ${t('settings.edit')}`} onClick={() => onAct({ kind: 'edit', space })}>
          {t('settings.edit')}
        </Button>
        <Menu
          label={t('settings.more')}
          acts={[
            { key: 'add', label: t('settings.addInside'), icon: 'plus', run: () => onAct({ kind: 'add', parentId: space.id }) },
            { key: 'move', label: t('settings.moveInto'), icon: 'arrow', run: () => onAct({ kind: 'move', space }) },
            { key: 'retire', label: t('settings.retire'), icon: 'trash', run: () => onAct({ kind: 'retire', space }) },
          ]}
        />
      </div>
    </div>
  )
}

function MoveForm({ hub, space, onDone }: { hub: HubSettings; space: SpaceSettings; onDone: () => void }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const [parentId, setParentId] = useState(space.parentId ?? '')
  const inside = descendantsOf(space.id, hub.spaces)
  const moving = useMutation({
    mutationFn: () => {
      const siblings = hub.spaces.filter((one) => (one.parentId ?? '') === parentId && one.id !== space.id)
      return call(moveSpace, {
        params: { spaceId: space.id },
        body: { parentId: parentId === '' ? null : parentId, afterId: siblings.at(-1)?.id ?? null, version: space.version },
      })
    },
    onSuccess: onDone,
  })
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        moving.mutate()
      }}
    >
      <Select
        label={t('settings.moveInto')}
        value={parentId}
        onChange={setParentId}
        choices={[
          { value: '', label: t('settings.topLevel') },
          ...hub.spaces
            .filter((one) => one.id !== space.id && !inside.has(one.id))
            .map((one) => ({ value: one.id, label: local(one.names) })),
        ]}
      />
      <SavingProblem error={moving.error} />
      <div className="dlg-acts">
        <Button kind="main" type="submit" isBusy={moving.isPending}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  )
}

function RetireDialog({ space, name, onClose, onDone }: { space: SpaceSettings; name: string; onClose: () => void; onDone: () => void }) {
  const t = useHubsTexts()
  const { toast } = useToast()
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  const retiring = useMutation({
    mutationFn: () => call(retireSpace, { params: { spaceId: space.id }, body: { version: space.version, reason } }),
    onSuccess: () => {
      toast(t('settings.retired'))
      onDone()
    },
  })
  return (
    <ConfirmDialog
      title={t('settings.retire')}
      isOpen
      onClose={onClose}
      kind="bad"
      confirmLabel={t('settings.retire')}
      isBusy={retiring.isPending}
      error={<SavingProblem error={retiring.error} />}
      onConfirm={() => {
        setTried(true)
        if (reason.trim() !== '') retiring.mutate()
      }}
    >
      <p className="mb-4">{t('settings.retireAsk', { name })}</p>
      <TextField
        label={t('settings.retireReason')}
        value={reason}
        onChange={setReason}
        isRequired
        error={wasTried && reason.trim() === '' ? t('settings.needed') : undefined}
      />
    </ConfirmDialog>
  )
}

function descendantsOf(spaceId: string, spaces: readonly SpaceSettings[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (let grew = true; grew;) {
    const size = found.size
    for (const space of spaces)
      if (space.parentId === spaceId || (space.parentId !== null && found.has(space.parentId))) found.add(space.id)
    grew = found.size > size
  }
  return found
}
