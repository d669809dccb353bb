/** Pictures of a hub: what they show, of what, in which order. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call, sendFile } from '#platform/web/client.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { Button, IconButton } from '#ui/button.tsx'
import { Select } from '#ui/fields.tsx'
import { FileDrop } from '#ui/file-drop.tsx'
import { Tag } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import { addPhoto, changePhoto, orderPhotos, removePhoto } from '../../../contract/endpoints.ts'
import type { HubSettings } from '../../../contract/schemas.ts'
import { readHubAgain } from '../../queries.ts'
import { useHubsTexts } from '../../texts.ts'
import { SavingProblem, useSaving } from './draft.tsx'
import { TextFields, textsIn, textsOf } from './text-fields.tsx'

type Photo = HubSettings['photos'][number]

export function PhotoList({ hub }: { hub: HubSettings }) {
  const t = useHubsTexts()
  const { toast } = useToast()
  const again = () => readHubAgain(hub.id)
  const adding = useSaving({
    run: (file: File) => sendFile(addPhoto, { params: { hubId: hub.id }, query: {} }, file),
    onSaved: () => void again(),
    saidWhenDone: t('settings.photoAdded'),
  })
  const ordering = useMutation({
    mutationFn: (photoIds: string[]) => call(orderPhotos, { params: { hubId: hub.id }, body: { photoIds } }),
    onSettled: again,
  })
  const removing = useMutation({
    mutationFn: (photoId: string) => call(removePhoto, { params: { hubId: hub.id, photoId } }),
    onSuccess: () => toast(t('settings.photoRemoved')),
    onSettled: again,
  })
  const ids = hub.photos.map((photo) => photo.id)
  const swap = (index: number, other: number) => {
    const [one, two] = [ids[index], ids[other]]
    if (one !== undefined && two !== undefined) ordering.mutate(ids.with(index, two).with(other, one))
  }
  return (
    <div className="grid max-w-5xl gap-8">
      <FileDrop
        label={t('settings.addPhoto')}
        accept="image/jpeg,image/png,image/webp,image/avif"
        hint={t('settings.photosHint')}
        onFile={(file) => adding.mutate(file)}
      />
      <SavingProblem error={adding.error ?? ordering.error ?? removing.error} />
      <ol className="grid gap-8">
        {hub.photos.map((photo, index) => (
          <li key={photo.id} className="grid gap-6 border-t border-rule pt-6 md:grid-cols-[16rem_1fr]">
            <div className="grid content-start gap-3">
              <img
                src={`${photo.href}?width=480`}
                alt={photo.alt.ja}
                className="aspect-[4/3] w-full rounded-lg bg-band object-cover"
                loading="lazy"
              />
              <div className="flex items-center gap-1">
                <IconButton
                  icon="sort-up"
                  label={`${photo.alt.ja} ${t('settings.moveUp')}`}
                  aria-disabled={index === 0}
                  onClick={() => swap(index, index - 1)}
                />
                <IconButton
                  icon="sort-down"
                  label={`${photo.alt.ja} ${t('settings.moveDown')}`}
                  aria-disabled={index === ids.length - 1}
                  onClick={() => swap(index, index + 1)}
                />
                <IconButton icon="trash" label={`${photo.alt.ja} ${t('settings.remove')}`} onClick={() => removing.mutate(photo.id)} />
                {index === 0 && <Tag>{t('settings.photoFirst')}</Tag>}
              </div>
            </div>
            <PhotoForm hub={hub} photo={photo} />
          </li>
        ))}
      </ol>
    </div>
  )
}

function PhotoForm({ hub, photo }: { hub: HubSettings; photo: Photo }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const [alt, setAlt] = useState(textsOf(photo.alt))
  const [spaceId, setSpaceId] = useState(photo.spaceId ?? '')
  const isDirty = JSON.stringify(textsOf(photo.alt)) !== JSON.stringify(alt) || (photo.spaceId ?? '') !== spaceId
  const isNamed = alt.ja.trim() !== ''
  const saving = useSaving({
    run: () =>
      call(changePhoto, {
        params: { hubId: hub.id, photoId: photo.id },
        body: { alt: textsIn(alt) ?? photo.alt, spaceId: spaceId === '' ? null : spaceId },
      }),
    onSaved: () => void readHubAgain(hub.id),
  })
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isDirty && isNamed) saving.mutate(undefined)
      }}
    >
      <TextFields
        label={t('settings.alt')}
        value={alt}
        onChange={setAlt}
        hint={t('settings.altHint')}
        isRequired
        error={isNamed ? undefined : t('settings.needed')}
      />
      <Select
        label={t('settings.photoOf')}
        value={spaceId}
        onChange={setSpaceId}
        choices={[
          { value: '', label: t('settings.wholeHub') },
          ...hub.spaces.map((space) => ({ value: space.id, label: local(space.names) })),
        ]}
      />
      <SavingProblem error={saving.error} />
      <div>
        <Button type="submit" size="small" isBusy={saving.isPending} aria-disabled={!isDirty}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  )
}
