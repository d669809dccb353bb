/** One field over everything the asker may see; results by kind, chosen with the arrows or a press. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useId, useState, type KeyboardEvent } from 'react'
import { search } from '#platform/contract/endpoints.ts'
import type { ResponseOf } from '#platform/contract/endpoint.ts'
import { Dialog } from '#ui/dialog.tsx'
import { Icon } from '#ui/icon.tsx'
import { Note } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { reading } from '../client.ts'
import { useProblemText } from '../shell/page.tsx'
import { usePlatformTexts } from '../shell/words.tsx'

type Hit = ResponseOf<typeof search>['hits'][number]

export function SearchDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = usePlatformTexts()
  return (
    <Dialog title={t('search.title')} isOpen={isOpen} onClose={onClose} isWide>
      <SearchForm onClose={onClose} />
    </Dialog>
  )
}

/** The dialog was opened to type here. It takes the focus when it is shown, after this is drawn; React's own prop would come too early. */
const markAsFirst = (element: HTMLElement | null): void => element?.setAttribute('autofocus', '')

/** The text a little after the typing pauses: a Japanese word passes through many letters on its way. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), 180)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

function SearchForm({ onClose }: { onClose: () => void }) {
  const t = usePlatformTexts()
  const say = useProblemText()
  const router = useRouter()
  const id = useId()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const asked = usePaused(text.trim())
  const found = useQuery({
    ...reading(search, { query: { q: asked, limit: 8 } }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  })
  // Grouped here, so that the arrows go through the hits in the order in which they stand.
  const groups =
    asked === ''
      ? []
      : Object.entries(Object.groupBy(found.data?.hits ?? [], (hit) => hit.kind)).map(([kind, hits]) => ({ kind, hits: hits ?? [] }))
  const hits = groups.flatMap((group) => group.hits)
  const at = Math.min(chosen, hits.length - 1)

  /** A kind that this version has no word for is shown as it came. */
  const nameOfKind = (kind: string): string => {
    const key = `search.kinds.${kind}` as 'search.kinds.hub'
    const name = t(key)
    return name === key ? kind : name
  }
  const go = (hit: Hit | undefined): void => {
    if (hit === undefined) return
    onClose()
    router.history.push(hit.href)
  }
  const onKey = (event: KeyboardEvent): void => {
    // While a Japanese word is being converted, arrows and Enter belong to the conversion.
    if (event.nativeEvent.isComposing || hits.length === 0) return
    const to = { ArrowDown: (at + 1) % hits.length, ArrowUp: (at - 1 + hits.length) % hits.length }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      setChosen(to)
      document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') {
      event.preventDefault()
      go(hits[at])
    }
  }

  return (
    <div className="grid gap-4">
      <div className="field">
        <label htmlFor={`${id}-field`}>{t('search.label')}</label>
        <input
          id={`${id}-field`}
          className="inp"
          type="search"
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={hits.length > 0 ? `${id}-${at}` : undefined}
          aria-describedby={`${id}-hint`}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={text}
          ref={markAsFirst}
          onChange={(event) => {
            setText(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKey}
        />
        <span className="hint" id={`${id}-hint`}>
          {t('search.hint')}
        </span>
      </div>
      <p className="sr" role="status">
        {asked !== '' && found.data !== undefined && !found.isFetching ? t('search.found', { count: hits.length }) : ''}
      </p>
      {found.isError ? (
        <Note tone="bad" isAlert>
          {say(found.error)}
        </Note>
      ) : asked !== '' && found.data === undefined ? (
        <SkeletonLines label={t('public.loading')} />
      ) : asked !== '' && hits.length === 0 && !found.isFetching ? (
        <Note>
          <p className="font-bold">{t('search.nothingTitle', { text: asked })}</p>
          <p>{t('search.nothingBody')}</p>
        </Note>
      ) : null}
      <div id={`${id}-list`} role="listbox" aria-label={t('search.title')} className="max-h-[55vh] overflow-y-auto empty:hidden">
        {groups.map((group) => (
          <div key={group.kind} role="group" aria-labelledby={`${id}-of-${group.kind}`} className="mb-3">
            <p id={`${id}-of-${group.kind}`} className="dense muted py-1">
              {nameOfKind(group.kind)}
            </p>
            {group.hits.map((hit) => {
              const index = hits.indexOf(hit)
              return (
                // The field keeps the focus; a press on the option is the pointer's way to the same.
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
                <div
                  key={hit.id}
                  id={`${id}-${index}`}
                  role="option"
                  aria-selected={index === at}
                  className={`flex min-h-12 cursor-pointer items-center gap-3 rounded-lg px-3 py-2 leading-normal ${index === at ? 'bg-accent-soft' : 'hover:bg-band'}`}
                  onClick={() => go(hit)}
                >
                  <span className="min-w-0 flex-1">
                    <b className="block">{hit.title}</b>
                    {hit.detail !== '' && <span className="dense muted">{hit.detail}</span>}
                  </span>
                  {index === at && <Icon name="arrow" className="text-ink-3" />}
                </div>
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}
